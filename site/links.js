'use strict'

// Adds the Javadoc to the site, and fails the build if a link of a page leads nowhere or a page loads something from elsewhere.

const fs = require('node:fs')
const path = require('node:path')
const { parseDocument, DomUtils } = require('htmlparser2')

const JAVADOC = path.join(__dirname, '../target/reports/apidocs')

module.exports.register = function () {
  const logger = this.getLogger('links')

  this.on('beforePublish', ({ siteCatalog }) => {
    for (const each of fs.readdirSync(JAVADOC, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
      const from = path.join(each.parentPath, each.name)
      siteCatalog.addFile({ contents: javadoc(from), out: { path: path.posix.join('api', path.relative(JAVADOC, from)) } })
    }
  })

  this.on('sitePublished', ({ publications }) => {
    const root = publications[0].resolvedPath
    const pages = new Map()
    for (const each of fs.readdirSync(root, { recursive: true }).filter((entry) => entry.endsWith('.html'))) {
      // links within the Javadoc are those of its tool, which checks the comments
      pages.set(path.join(root, each), read(path.join(root, each), each.startsWith('api' + path.sep)))
    }
    let links = 0
    for (const [page, { references }] of pages) {
      for (const found of references.map((reference) => defect(page, reference, pages)).filter(Boolean)) {
        logger.error('%s: %s', path.relative(root, page), found)
      }
      links += references.length
    }
    console.log(`${pages.size} pages with ${links} links: ${root}/index.html`)
  })
}

/** Read a file of the Javadoc, without the fonts that some JDKs leave out. */
function javadoc (file) {
  const contents = fs.readFileSync(file)
  return path.basename(file) === 'stylesheet.css' ? Buffer.from(contents.toString().replace(/@import url\('resources\/fonts.*\n/, ''))
    : contents
}

/** Read the anchors of a page, and what it refers to or, if it is generated, loads. */
function read (page, generated) {
  const elements = DomUtils.filter((node) => node.type !== 'text' && node.attribs, parseDocument(fs.readFileSync(page, 'utf8')))
  const anchors = new Set()
  const references = []
  for (const { name, attribs } of elements) {
    anchors.add(attribs.id).add(name === 'a' ? attribs.name : undefined)
    const address = attribs.href ?? attribs.src
    const loaded = name !== 'a'
    if (address !== undefined && (loaded || !generated)) {
      references.push({ address, loaded })
    }
  }
  return { anchors, references }
}

/** Tell why a reference is wrong, or nothing. */
function defect (page, { address, loaded }, pages) {
  if (/^(\w+:|\/)/.test(address)) {
    return loaded && !address.startsWith('data:') ? 'loads ' + address : address.startsWith('/') && 'is absolute: ' + address
  }
  const [link, fragment] = address.split('#').map(decodeURIComponent)
  const target = link === '' ? page : path.join(path.dirname(page), link)
  if (!fs.existsSync(target) || fs.statSync(target).isDirectory()) {
    return 'no file for ' + address
  }
  return fragment && pages.has(target) && !pages.get(target).anchors.has(fragment) && 'no heading for ' + address
}
