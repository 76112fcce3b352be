package io.activationgateway.gateway.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP connection's way through the network, which can be cut: bytes are held back as they are when packets are lost,
 * and come late once the way is open again. Any thread.
 */
final class Link implements AutoCloseable {

    private static final long LOOKS_AFTER_NANOS = 2_000_000;

    private final ServerSocket door;
    private final InetSocketAddress target;
    private final Set<InetAddress> cut = ConcurrentHashMap.newKeySet();
    private volatile boolean cutForAll;
    private volatile boolean closed;

    /** Leads from a free port of {@code address} to {@code target}. */
    Link(InetAddress address, InetSocketAddress target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 64, address);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().name("link").start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void cutFrom(InetAddress source) {
        cut.add(source);
    }

    void cutAll() {
        cutForAll = true;
    }

    void mend() {
        cutForAll = false;
        cut.clear();
    }

    private void accept() {
        while (!closed) {
            try {
                var client = door.accept();
                Thread.ofVirtual().name("link").start(() -> join(client));
            } catch (IOException end) {
                return;
            }
        }
    }

    private void join(Socket client) {
        var source = client.getInetAddress();
        awaitOpen(source);
        try (client;
                var server = new Socket()) {
            // From where the client speaks, so that whoever asks is told the truth.
            server.connect(target, 2_000);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            var back = Thread.ofVirtual().name("link").start(() -> pump(server, client, source));
            pump(client, server, source);
            back.join();
        } catch (IOException unreachable) {
            // The client finds its connection closed, as it would without this link.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to, InetAddress source) {
        var bytes = new byte[1 << 16];
        try {
            for (int read = from.getInputStream().read(bytes);
                    read >= 0;
                    read = from.getInputStream().read(bytes)) {
                awaitOpen(source);
                to.getOutputStream().write(bytes, 0, read);
            }
        } catch (IOException broken) {
            // Both ends are closed below.
        }
        awaitOpen(source);
        close(from);
        close(to);
    }

    private void awaitOpen(InetAddress source) {
        while ((cutForAll || cut.contains(source)) && !closed) {
            LockSupport.parkNanos(LOOKS_AFTER_NANOS);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException already) {
            // It is closed.
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            door.close();
        } catch (IOException already) {
            // It is closed.
        }
    }
}
