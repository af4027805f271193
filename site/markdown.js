'use strict'

// Gives Antora the Markdown pages of the repository as a component, and its navigation from the lists of docs/README.md.
// The pages stay where GitHub shows them; links between them become links of the site.

const fs = require('node:fs')
const { posix: path } = require('node:path')
const anchor = require('markdown-it-anchor').default
const highlighter = require('highlight.js')
const MarkdownIt = require('markdown-it')

const ROOT = path.join(__dirname, '..')

const INDEX = 'docs/README.md'

const COMPONENT = { name: 'ROOT', version: '', title: 'Sequoia for Spring Boot', nav: ['modules/ROOT/nav.adoc'], startPage: 'index.adoc' }

module.exports.register = function () {
  const converted = new Map()

  this.on('contentAggregated', ({ contentAggregate }) => {
    const linked = new Set()
    const pages = sources()
    for (const source of pages) {
      converted.set('pages/' + name(source), convert(source, pages, linked))
    }
    const files = [...converted.keys()].map((page) => file(page, ''))
    linked.forEach((source) => files.push(file(place(source, pages), fs.readFileSync(path.join(ROOT, source)))))
    files.push(file('nav.adoc', navigation()))
    contentAggregate.push({ ...COMPONENT, displayVersion: version(), files })
  })

  // Antora composes pages of other formats as they are, and converts those of AsciiDoc itself
  this.on('contentClassified', ({ contentCatalog }) => {
    for (const page of contentCatalog.getPages()) {
      const { contents, title, toc, source } = converted.get('pages/' + page.src.relative)
      page.mediaType = 'text/html'
      page.contents = Buffer.from(contents)
      page.title = title
      // records would fill the results of a search with the same three headings
      const unindexed = source.startsWith('docs/decisions/') ? { noindex: '' } : {}
      page.asciidoc = { doctitle: title, attributes: { 'page-toc': toc, 'page-source': source, ...unindexed } }
    }
  })
}

/** List the pages of the root, of the modules, and of docs, by their paths. */
function sources () {
  const markdown = (folder) => fs.readdirSync(path.join(ROOT, folder)).filter((each) => each.endsWith('.md'))
    .map((each) => path.join(folder, each))
  const modules = fs.readdirSync(ROOT, { withFileTypes: true }).filter((each) => each.isDirectory())
    .map((each) => each.name + '/README.md').filter((each) => fs.existsSync(path.join(ROOT, each)))
  return [...new Set([...markdown('.'), ...modules, ...markdown('docs'), ...markdown('docs/decisions')])]
}

/** Tell the name of a page in the site, with the ending that Antora expects. */
function name (source) {
  return source === INDEX ? 'index.adoc'
    : source.replace(/^docs\//, '').replace(/(?<=.)\/README\.md$/, '.md').toLowerCase().replace(/\.md$/, '.adoc')
}

/** Tell the place of a file in the site: a page, a picture, or another file to look at. */
function place (source, pages) {
  if (pages.includes(source)) {
    return 'pages/' + name(source)
  }
  // Antora leaves out files without an ending
  return /\.(png|svg|jpg)$/.test(source) ? 'images/' + path.basename(source)
    : 'attachments/' + path.basename(source) + (path.extname(source) ? '' : '.txt')
}

function file (where, contents) {
  const { base, ext, name: stem } = path.parse(where)
  const whole = 'modules/ROOT/' + where
  return { path: whole, contents: Buffer.from(contents), src: { path: whole, basename: base, stem, extname: ext, origin: {} } }
}

function convert (source, pages, linked) {
  const target = (href) => {
    if (/^(\w+:|#|$)/.test(href)) {
      return href
    }
    const [link, fragment] = href.split('#')
    const to = path.join(path.dirname(source), link)
    if (!pages.includes(to) && fs.existsSync(path.join(ROOT, to))) {
      linked.add(to)
    }
    const where = place(to, pages).replace('pages/', '').replace(/^(image|attachment)s/, '_$&').replace(/\.adoc$/, '.html')
    return path.relative(path.dirname(name(source)), where) + (fragment === undefined ? '' : '#' + fragment)
  }
  const headings = []
  const markdown = new MarkdownIt({ html: true, highlight })
    .use(anchor, {
      slugify,
      tabIndex: false,
      permalink: anchor.permalink.headerLink({ safariReaderFix: true }),
      callback: (token, { slug, title }) => headings.push({ level: Number(token.tag.substring(1)), slug, title })
    })
    .use(links, target)
    .use(scrolling)
  const contents = markdown.render(fs.readFileSync(path.join(ROOT, source), 'utf8').replace(/<!--.*?-->/gs, ''))
  const sections = headings.filter(({ level }) => level === 2)
  return { contents, source, title: headings[0].title, toc: sections.length > 1 ? sections : undefined }
}

function links (markdown, target) {
  markdown.core.ruler.push('links', ({ tokens }) => {
    for (const token of tokens.flatMap((each) => each.children ?? [])) {
      const attribute = { link_open: 'href', image: 'src' }[token.type]
      if (attribute) {
        token.attrSet(attribute, target(token.attrGet(attribute)))
      }
    }
  })
}

/** Let wide tables and long lines of code be scrolled, by keyboard too. */
function scrolling ({ renderer: { rules } }) {
  const { fence } = rules
  rules.fence = (...parameters) => fence(...parameters).replace('<pre', '<pre tabindex="0"')
  rules.table_open = () => '<div class="table" tabindex="0"><table>\n'
  rules.table_close = () => '</table></div>\n'
}

/** Make the anchor of a heading as GitHub does. */
function slugify (heading) {
  return heading.toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-')
}

function highlight (code, language) {
  return highlighter.getLanguage(language) ? highlighter.highlight(code, { language }).value : ''
}

function navigation () {
  return fs.readFileSync(path.join(ROOT, INDEX), 'utf8').split('\n').flatMap((line) => {
    const heading = line.match(/^## (.+)$/)
    const page = line.match(/^- \[([^\]]+)\]\(([^)#]+\.md)\)/)
    return heading ? ['* ' + heading[1]] : page ? [`** xref:${name(path.join('docs', page[2]))}[${page[1]}]`] : []
  }).join('\n') + '\n'
}

function version () {
  return fs.readFileSync(path.join(ROOT, 'pom.xml'), 'utf8').match(/<version>(.+?)<\/version>/)[1]
}
