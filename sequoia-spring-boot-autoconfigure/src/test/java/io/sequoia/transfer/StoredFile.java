package io.sequoia.transfer;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.sequoia.transfer.StorageServer.Answer;
import io.sequoia.transfer.StorageServer.Received;
import io.sequoia.transfer.StorageServer.Script;

/**
 * A file at a storage with ranges, as it should be served.
 *
 * @param bytes its bytes
 * @param etag its entity tag
 */
record StoredFile(byte[] bytes, String etag) implements Script {

	static StoredFile of(int length, long seed) {
		byte[] bytes = new byte[length];
		new Random(seed).nextBytes(bytes);
		return new StoredFile(bytes, "\"v" + seed + "\"");
	}

	@Override
	public void answer(Received request, Answer answer) throws IOException {
		long[] range = request.range();
		String condition = request.header("if-range");
		if (range == null || (condition != null && !condition.equals(this.etag))) {
			whole(answer);
		}
		else if (range[0] >= this.bytes.length) {
			answer.empty("416 Range Not Satisfiable", "Content-Range: bytes */" + this.bytes.length);
		}
		else {
			byte[] part = part(range);
			head(answer, range);
			answer.write(part);
		}
	}

	void whole(Answer answer) throws IOException {
		answer.head("200 OK", "ETag: " + this.etag, "Content-Length: " + this.bytes.length).write(this.bytes);
	}

	byte[] part(long[] range) {
		return Arrays.copyOfRange(this.bytes, (int) range[0], (int) Math.min(range[1] + 1, this.bytes.length));
	}

	/** Write the head of a part, with further headers. */
	void head(Answer answer, long[] range, String... headers) throws IOException {
		byte[] part = part(range);
		String[] all = Arrays.copyOf(headers, headers.length + 3);
		all[headers.length] = "ETag: " + this.etag;
		all[headers.length + 1] = "Content-Length: " + part.length;
		all[headers.length + 2] = "Content-Range: bytes " + range[0] + "-" + (range[0] + part.length - 1) + "/"
				+ this.bytes.length;
		answer.head("206 Partial Content", all);
	}

	/** Serve a number of requests by this file, and the others by another script. */
	Script first(int requests, Script then) {
		AtomicInteger count = new AtomicInteger();
		return (request, answer) -> ((count.incrementAndGet() <= requests) ? this : then).answer(request, answer);
	}

}
