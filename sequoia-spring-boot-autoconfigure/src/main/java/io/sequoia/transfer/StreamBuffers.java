package io.sequoia.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import io.sequoia.call.UserCode;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * Reads a blocking stream on request, on a thread that may block.
 */
final class StreamBuffers {

	private static final int SIZE = 256 * 1024;

	private StreamBuffers() {
	}

	/**
	 * Read a stream.
	 * @param source the stream; read once, and not closed
	 * @return its bytes
	 */
	static Flux<DataBuffer> of(InputStream source) {
		return Flux.<DataBuffer>generate((sink) -> {
			try {
				byte[] bytes = source.readNBytes(SIZE);
				if (bytes.length == 0) {
					sink.complete();
				}
				else {
					sink.next(DefaultDataBufferFactory.sharedInstance.wrap(bytes));
				}
			}
			catch (LinkageError | StackOverflowError ex) {
				throw UserCode.reported(ex);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The stream cannot be read: " + ex.getMessage(), ex);
			}
		}).subscribeOn(Schedulers.boundedElastic());
	}

}
