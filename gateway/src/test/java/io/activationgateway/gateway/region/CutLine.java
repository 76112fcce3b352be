package io.activationgateway.gateway.region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line between two ends of TCP that a test or trial cuts and mends. Any thread. */
public final class CutLine implements AutoCloseable {

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    public CutLine(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    public void cut() {
        cut = true;
        open.forEach(CutLine::close);
    }

    public void mend() {
        cut = false;
    }

    @Override
    public void close() {
        cut();
        close(door);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var from = door.accept();
                open.add(from);
                if (cut) {
                    close(from);
                } else {
                    var to = new Socket(InetAddress.getLoopbackAddress(), target);
                    open.add(to);
                    Thread.ofVirtual().start(() -> carry(from, to));
                    Thread.ofVirtual().start(() -> carry(to, from));
                }
            } catch (IOException gone) {
                // The other end is not there, or the test is over.
            }
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // One end went away.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception closed) {
            // It is closed.
        }
    }
}
