package io.sequoia.transfer;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads and writes lists of blocks in the XML of storages of block blobs.
 */
final class BlockList {

	private BlockList() {
	}

	/**
	 * Write the list that makes blocks a file.
	 * @param ids the ids of the blocks, in the order of the file
	 * @return the list
	 */
	static byte[] write(List<String> ids) {
		StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
		// ids are in Base64, which needs no escapes
		ids.forEach((id) -> xml.append("<Latest>").append(id).append("</Latest>"));
		return xml.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Read a list of the storage.
	 * @param xml the list
	 * @return the size of each block by its id, in the order of the list
	 * @throws XMLStreamException if it is no such list
	 */
	static Map<String, Long> read(byte[] xml) throws XMLStreamException {
		XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
		try {
			Map<String, Long> blocks = new LinkedHashMap<>();
			String name = "";
			while (reader.hasNext()) {
				if (reader.next() != XMLStreamReader.START_ELEMENT) {
					continue;
				}
				if (reader.getLocalName().equals("Name")) {
					name = reader.getElementText();
				}
				else if (reader.getLocalName().equals("Size")) {
					blocks.put(name, Long.parseLong(reader.getElementText().trim()));
				}
			}
			return blocks;
		}
		catch (NumberFormatException ex) {
			throw new XMLStreamException("The size of a block is not a number", ex);
		}
		finally {
			reader.close();
		}
	}

}
