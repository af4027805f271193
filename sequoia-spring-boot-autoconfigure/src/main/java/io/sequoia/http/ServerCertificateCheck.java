package io.sequoia.http;

import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * Refuses a server whose certificate has expired or is not valid yet, even if that
 * certificate itself is trusted: the JDK accepts such a certificate without a look at its
 * dates. The handshake fails, so that nothing is sent.
 */
final class ServerCertificateCheck extends ChannelInboundHandlerAdapter {

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
			try {
				check(context.pipeline().get(SslHandler.class));
			}
			catch (CertificateException | SSLPeerUnverifiedException ex) {
				SSLHandshakeException failure = new SSLHandshakeException(ex.getMessage());
				failure.initCause(ex);
				context.fireUserEventTriggered(new SslHandshakeCompletionEvent(failure));
				context.close();
				return;
			}
		}
		context.fireUserEventTriggered(event);
	}

	private static void check(SslHandler handler) throws CertificateException, SSLPeerUnverifiedException {
		Certificate[] chain = handler.engine().getSession().getPeerCertificates();
		if (chain[0] instanceof X509Certificate certificate) {
			certificate.checkValidity();
		}
	}

}
