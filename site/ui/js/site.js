'use strict'

// Opens the list of pages where the window is narrow, and keeps its place from page to page.
{
	const menu = document.getElementById('menu')
	const pages = document.getElementById('pages')
	menu.addEventListener('click', () => {
		const open = menu.getAttribute('aria-expanded') !== 'true'
		menu.setAttribute('aria-expanded', String(open))
		pages.classList.toggle('open', open)
	})
	pages.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
	document.addEventListener('keydown', (event) => {
		if (event.key === '/' && !event.target.closest('input')) {
			event.preventDefault()
			document.getElementById('search-input').focus()
		}
	})
}
