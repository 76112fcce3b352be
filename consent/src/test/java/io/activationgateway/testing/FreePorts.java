package io.activationgateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that have to know theirs before they start. They lie below those that the system gives to
 * connections and to whoever asks for any, so that nothing takes one between its choice and its use. Any thread.
 */
public final class FreePorts {

    private static final int FIRST = 12_000;
    private static final int END = 32_000;

    /** Other test processes begin elsewhere. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, END));

    private FreePorts() {}

    /** A port of the loopback address that no call in this process has had before. */
    public static int next() {
        return next(InetAddress.getLoopbackAddress());
    }

    /** A port of an address of this machine that no call in this process has had before. */
    public static int next(InetAddress address) {
        for (int tries = FIRST; tries < END; tries++) {
            int port = NEXT.getAndUpdate(last -> last + 1 < END ? last + 1 : FIRST);
            try (var _ = new ServerSocket(port, 1, address)) {
                return port;
            } catch (IOException taken) {
                // The next one may be free.
            }
        }
        throw new UncheckedIOException(new IOException("no port is free"));
    }
}
