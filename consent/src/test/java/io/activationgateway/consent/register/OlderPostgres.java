package io.activationgateway.consent.register;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A way to a PostgreSQL server on which the server says that it is of version 13. */
final class OlderPostgres implements AutoCloseable {

    /** As the server reports it at the start of a session: of the same length, so that the message stays whole. */
    private static final Pattern VERSION = Pattern.compile("server_version\0\\d\\d");

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI server;

    OlderPostgres(String url) throws IOException {
        server = URI.create(url.substring("jdbc:".length()));
        Thread.startVirtualThread(this::accept);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + listener.getLocalPort() + server.getPath() + "?" + server.getQuery();
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                var real = new Socket(server.getHost(), server.getPort());
                Thread.startVirtualThread(() -> pass(client, real, false));
                Thread.startVirtualThread(() -> pass(real, client, true));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /** The report lies within the first answer, which comes in one piece over loopback. */
    private static void pass(Socket from, Socket to, boolean older) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            var buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                var text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                var passed = older ? VERSION.matcher(text).replaceAll("server_version\0" + "13") : text;
                out.write(passed.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        } catch (IOException e) {
            // One side has closed.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
