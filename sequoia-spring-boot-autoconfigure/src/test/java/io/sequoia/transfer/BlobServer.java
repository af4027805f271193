package io.sequoia.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sequoia.transfer.StorageServer.Answer;
import io.sequoia.transfer.StorageServer.Received;
import io.sequoia.transfer.StorageServer.Script;

/**
 * A storage with one block blob, as far as uploads use it.
 */
final class BlobServer implements Script {

	private static final Pattern LATEST = Pattern.compile("<Latest>([^<]*)</Latest>");

	private final Map<String, byte[]> uncommitted = new ConcurrentHashMap<>();

	private final AtomicInteger commits = new AtomicInteger();

	private volatile List<String> committed = List.of();

	private volatile byte[] content;

	/** Return the content, or null if nothing was committed. */
	byte[] content() {
		return this.content;
	}

	int commits() {
		return this.commits.get();
	}

	Map<String, byte[]> uncommitted() {
		return this.uncommitted;
	}

	@Override
	public synchronized void answer(Received request, Answer answer) throws IOException {
		apply(request);
		reply(request, answer);
	}

	/** Do what a request asks for, without an answer. */
	synchronized void apply(Received request) {
		if (request.method().equals("PUT") && isBlock(request)) {
			String id = request.target().replaceFirst(".*blockid=([^&]*).*", "$1");
			this.uncommitted.put(URLDecoder.decode(id, StandardCharsets.UTF_8), request.body());
		}
		else if (request.method().equals("PUT")) {
			commit(new String(request.body(), StandardCharsets.UTF_8));
		}
	}

	private void commit(String xml) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		List<String> ids = new ArrayList<>();
		Matcher matcher = LATEST.matcher(xml);
		while (matcher.find()) {
			ids.add(matcher.group(1));
			all.writeBytes(this.uncommitted.get(matcher.group(1)));
		}
		this.uncommitted.clear();
		this.committed = ids;
		this.content = all.toByteArray();
		this.commits.incrementAndGet();
	}

	private void reply(Received request, Answer answer) throws IOException {
		if (request.method().equals("PUT")) {
			answer.empty("201 Created", "ETag: \"0x" + this.commits + "\"");
			return;
		}
		boolean open = request.target().contains("blocklisttype=uncommitted");
		if (this.content == null && this.uncommitted.isEmpty() || !open && this.content == null) {
			answer.empty("404 Not Found", "x-ms-error-code: BlobNotFound");
			return;
		}
		StringBuilder xml = new StringBuilder("\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
		xml.append(open ? "<UncommittedBlocks>" : "<CommittedBlocks>");
		(open ? this.uncommitted.keySet() : this.committed).forEach((id) -> xml.append("<Block><Name>" + id
				+ "</Name><Size>" + (open ? this.uncommitted.get(id).length : 1) + "</Size></Block>"));
		xml.append(open ? "</UncommittedBlocks>" : "</CommittedBlocks>").append("</BlockList>");
		byte[] bytes = xml.toString().getBytes(StandardCharsets.UTF_8);
		answer
			.head("200 OK", "Content-Type: application/xml", "ETag: \"0x" + this.commits + "\"",
					"Content-Length: " + bytes.length)
			.write(bytes);
	}

	static boolean isBlock(Received request) {
		return request.target().contains("comp=block&");
	}

	static boolean isCommit(Received request) {
		return request.method().equals("PUT") && request.target().endsWith("comp=blocklist");
	}

	static String md5(byte[] bytes) {
		return Base64.getEncoder().encodeToString(Checksums.digest("MD5").digest(bytes));
	}

}
