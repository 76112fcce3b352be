package io.activationgateway.gateway.region;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Ports for what is started, ended and started again on the same one. They lie below those that the system gives to
 * outgoing connections, and a locked file keeps each from every other test on the machine until this process ends.
 */
public final class ReservedPorts {

    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final Path LOCKS = Path.of(System.getProperty("java.io.tmpdir"), "activation-gateway-test-ports");

    /** Open until the process ends, and with them their locks. */
    private static final Map<Integer, FileChannel> HELD = new HashMap<>();

    private ReservedPorts() {}

    /** Ports on loopback that nobody listens on, and that no other test gets. */
    public static synchronized List<Integer> reserve(int count) {
        var random = new Random();
        var ports = new ArrayList<Integer>();
        while (ports.size() < count) {
            int port = FIRST + random.nextInt(COUNT);
            if (!HELD.containsKey(port) && isLocked(port) && isFree(port)) {
                ports.add(port);
            }
        }
        return List.copyOf(ports);
    }

    private static boolean isLocked(int port) {
        try {
            var channel =
                    FileChannel.open(Files.createDirectories(LOCKS).resolve(Integer.toString(port)), CREATE, WRITE);
            if (channel.tryLock() != null) {
                HELD.put(port, channel);
                return true;
            }
            channel.close();
            return false;
        } catch (IOException failure) {
            throw new IllegalStateException(LOCKS + " cannot be written", failure);
        }
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
