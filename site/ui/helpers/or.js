'use strict'

module.exports = (...values) => values.slice(0, -1).some(Boolean)
