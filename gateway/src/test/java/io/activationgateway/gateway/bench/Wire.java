package io.activationgateway.gateway.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/**
 * One HTTP/1.1 connection, blocking and bare, so that client and sink take as little as possible of the machine that
 * they share with what is measured. Bodies must have a {@code Content-Length}.
 */
final class Wire implements AutoCloseable {

    private static final int BUFFER = 256 << 10;
    private static final int LONGEST_HEAD = 16 << 10;
    private static final String LENGTH = "\r\ncontent-length:";

    private final SocketChannel channel;
    private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER).flip();
    private int remaining;

    Wire(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    static Wire to(int port) throws IOException {
        return new Wire(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    /** Sends all that the buffers hold. */
    void send(ByteBuffer... message) throws IOException {
        var last = message[message.length - 1];
        while (last.hasRemaining()) {
            channel.write(message);
        }
    }

    /** The first line and the headers of the next message, in lower case; empty where the other side has ended. */
    String head() throws IOException {
        var head = new StringBuilder();
        while (head.length() < LONGEST_HEAD) {
            if (!received.hasRemaining() && !more()) {
                if (head.isEmpty()) {
                    return "";
                }
                throw new EOFException("the connection ended within a head");
            }
            head.append((char) (received.get() & 0xff));
            if (endsInBlankLine(head)) {
                var text = head.toString().toLowerCase(Locale.ROOT);
                remaining = length(text);
                return text;
            }
        }
        throw new IOException("a head of more than " + LONGEST_HEAD + " bytes");
    }

    /**
     * Reads the body to its end.
     *
     * @param most how many bytes of its beginning are wanted
     */
    String body(int most) throws IOException {
        var beginning = new byte[Math.min(most, remaining)];
        int kept = 0;
        while (remaining > 0) {
            if (!received.hasRemaining() && !more()) {
                throw new EOFException("the connection ended within a body");
            }
            int here = Math.min(received.remaining(), remaining);
            int wanted = Math.min(here, beginning.length - kept);
            received.get(beginning, kept, wanted);
            received.position(received.position() + here - wanted);
            kept += wanted;
            remaining -= here;
        }
        return new String(beginning, ISO_8859_1);
    }

    /** The length of the body that follows the head read last, in bytes. */
    int length() {
        return remaining;
    }

    private boolean more() throws IOException {
        received.clear();
        int count = channel.read(received);
        received.flip();
        return count > 0;
    }

    private static boolean endsInBlankLine(CharSequence head) {
        int end = head.length();
        return end >= 4
                && head.charAt(end - 1) == '\n'
                && head.charAt(end - 2) == '\r'
                && head.charAt(end - 3) == '\n'
                && head.charAt(end - 4) == '\r';
    }

    private static int length(String head) throws IOException {
        if (head.contains("\r\ntransfer-encoding:")) {
            throw new IOException("a body in chunks (expected: a Content-Length)");
        }
        int start = head.indexOf(LENGTH);
        if (start < 0) {
            return 0;
        }
        int from = start + LENGTH.length();
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
