package io.activationgateway.gateway.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The receiver behind gateway and nginx alike. It counts requests and bytes; records only after {@code POST /count}, since
 * looking for them costs time that would be missing elsewhere. {@code GET /} tells the counts.
 */
public final class Sink {

    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK".getBytes(ISO_8859_1);

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private volatile boolean counting;

    private Sink() {}

    /** Takes the port as its argument and serves until it is killed. */
    public static void main(String[] arguments) throws IOException {
        new Sink().serve(Integer.parseInt(arguments[0]));
    }

    private void serve(int port) throws IOException {
        try (var server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            while (true) {
                var channel = server.accept();
                Thread.ofPlatform().daemon().start(() -> converse(channel));
            }
        }
    }

    private void converse(SocketChannel channel) {
        try (var wire = new Wire(channel)) {
            for (var head = wire.head(); !head.isEmpty(); head = wire.head()) {
                if (head.startsWith("get ")) {
                    wire.send(ByteBuffer.wrap(counts().getBytes(ISO_8859_1)));
                    continue;
                }
                if (head.startsWith("post /count ")) {
                    counting = true;
                } else if (head.startsWith("delete /count ")) {
                    counting = false;
                } else {
                    requests.incrementAndGet();
                    bytes.addAndGet(wire.length());
                }
                if (counting) {
                    records.addAndGet(SampleRows.recordsIn(wire.body(Integer.MAX_VALUE)));
                } else {
                    wire.body(0);
                }
                wire.send(ByteBuffer.wrap(OK));
            }
        } catch (IOException broken) {
            System.err.println("sink: " + broken);
        }
    }

    private String counts() {
        var body = "{\"requests\":" + requests + ",\"bytes\":" + bytes + ",\"records\":" + records + "}";
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }
}
