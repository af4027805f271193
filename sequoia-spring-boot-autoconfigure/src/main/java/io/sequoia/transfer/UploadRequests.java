package io.sequoia.transfer;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import javax.xml.stream.XMLStreamException;

import io.sequoia.AccessDeniedException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.call.Call;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.transfer.StorageRequests.Request;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Makes the requests of one upload, in the protocol of block blobs.
 */
final class UploadRequests {

	/** The version of the protocol, which each storage of block blobs supports. */
	private static final String VERSION = "2020-10-02";

	private static final int SLICE = 256 * 1024;

	/** The size of the longest list of blocks, with some room. */
	private static final int MAX_LIST = 32 * 1024 * 1024;

	private final StorageRequests requests;

	private final String contentType;

	UploadRequests(StorageRequests requests, TransferOptions options) {
		this.requests = requests;
		MediaType type = options.contentType();
		this.contentType = ((type != null) ? type : MediaType.APPLICATION_OCTET_STREAM).toString();
	}

	/**
	 * Ask for the blocks that earlier uploads have left.
	 * @return the size of each by its id; empty if there are none, or if the address does
	 * not allow to ask
	 */
	Mono<Map<String, Long>> left() {
		return this.requests.repeat(0, (call) -> list(call, "uncommitted"))
			.onErrorResume(
					(error) -> error instanceof AccessDeniedException
							|| StorageRequests.status(error) == HttpStatus.METHOD_NOT_ALLOWED.value(),
					(error) -> Mono.just(Map.of()));
	}

	/**
	 * Send a block.
	 * @param block the block
	 * @param id its id
	 * @return completes when the storage has it
	 */
	Mono<Void> put(Block block, String id) {
		String md5 = Base64.getEncoder().encodeToString(block.digest("MD5"));
		Consumer<HttpHeaders> headers = (to) -> {
			to.setContentLength(block.length());
			to.set("Content-MD5", md5);
			to.set("x-ms-version", VERSION);
		};
		Request request = new Request(HttpMethod.PUT,
				query("comp=block&blockid=" + URLEncoder.encode(id, StandardCharsets.UTF_8)), headers,
				body(block.bytes(), block.length()));
		return this.requests.repeat(block.length(),
				(call) -> this.requests.send(call, request, (response) -> created(call, response).then()));
	}

	/**
	 * Make blocks the file. A request whose answer is lost is not sent again before the
	 * storage has confirmed that it was not applied.
	 * @param ids the ids of the blocks, in the order of the file
	 * @return the entity tag of the file; empty if the storage sends none
	 */
	Mono<String> commit(List<String> ids) {
		byte[] list = BlockList.write(ids);
		Consumer<HttpHeaders> headers = (to) -> {
			to.setContentLength(list.length);
			to.setContentType(MediaType.APPLICATION_XML);
			to.set("x-ms-version", VERSION);
			to.set("x-ms-blob-content-type", this.contentType);
		};
		Request request = new Request(HttpMethod.PUT, query("comp=blocklist"), headers, body(list, list.length));
		AtomicBoolean sent = new AtomicBoolean();
		return this.requests.repeat(list.length, (call) -> {
			Mono<String> commit = this.requests.send(call, request, (response) -> created(call, response));
			return !sent.getAndSet(true) ? commit : committed(call, ids).switchIfEmpty(commit);
		}).filter((etag) -> !etag.isEmpty());
	}

	/**
	 * Ask whether blocks are the file.
	 * @return the entity tag, which may have no characters; empty if they are not
	 */
	private Mono<String> committed(Call call, List<String> ids) {
		return this.requests.send(call, list("committed"), (response) -> {
			String etag = response.headers().asHttpHeaders().getETag();
			return read(call, response).filter((blocks) -> new ArrayList<>(blocks.keySet()).equals(ids))
				.map((blocks) -> (etag != null) ? etag : "");
		})
			.onErrorResume(ResourceNotFoundException.class, (error) -> Mono.empty())
			.onErrorMap(Addresses::isRefusal,
					(error) -> new OutcomeUnknownException(
							"The answer to the list of blocks was lost, and the address does not allow a request that"
									+ " checks whether the file exists: sign addresses for reading too",
							call.details(null), List.of(), error));
	}

	private Mono<Map<String, Long>> list(Call call, String type) {
		return this.requests.send(call, list(type), (response) -> read(call, response))
			.onErrorResume(ResourceNotFoundException.class, (error) -> Mono.just(Map.of()));
	}

	private static Request list(String type) {
		return new Request(HttpMethod.GET, query("comp=blocklist&blocklisttype=" + type),
				(headers) -> headers.set("x-ms-version", VERSION), null);
	}

	private static Mono<Map<String, Long>> read(Call call, ClientResponse response) {
		AtomicLong size = new AtomicLong();
		return SequoiaWebClients.parts(response, (chunk) -> {
			if (size.addAndGet(chunk.length) > MAX_LIST) {
				throw StorageRequests.malformed(call, "the list of blocks is too long", null);
			}
		}).filter((parts) -> !parts.isEmpty()).map((parts) -> {
			try {
				return BlockList.read(SequoiaWebClients.joined(parts));
			}
			catch (XMLStreamException ex) {
				throw StorageRequests.malformed(call, "it is not a list of blocks", ex);
			}
		}).switchIfEmpty(Mono.error(() -> StorageRequests.malformed(call, "it has no list of blocks", null)));
	}

	/** Return the entity tag of an answer, which may have no characters. */
	private static Mono<String> created(Call call, ClientResponse response) {
		if (response.statusCode().value() != HttpStatus.CREATED.value()) {
			throw StorageRequests.malformed(call, "its status is " + response.statusCode().value() + " instead of 201",
					null);
		}
		String etag = response.headers().asHttpHeaders().getETag();
		return SequoiaWebClients.drain(response).thenReturn((etag != null) ? etag : "");
	}

	private static UnaryOperator<URI> query(String added) {
		return (address) -> {
			String whole = address.toString();
			return URI.create(whole + ((address.getRawQuery() == null) ? "?" : whole.endsWith("?") ? "" : "&") + added);
		};
	}

	private static Flux<DataBuffer> body(byte[] bytes, int length) {
		return Flux.range(0, (length + SLICE - 1) / SLICE)
			.map((slice) -> DefaultDataBufferFactory.sharedInstance
				.wrap(ByteBuffer.wrap(bytes, slice * SLICE, Math.min(SLICE, length - slice * SLICE)).slice()));
	}

}
