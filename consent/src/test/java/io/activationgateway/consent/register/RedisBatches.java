package io.activationgateway.consent.register;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A redis-server of this machine, to which it speaks the protocol (RESP) itself, without what a client library adds. */
final class RedisBatches implements BatchBench.Store {

    private final Process server;
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final byte[][] batches;

    private RedisBatches(Process server, Socket socket, int[][] batches) throws IOException {
        this.server = server;
        this.socket = socket;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
        for (int from = 0; from < BatchBench.ENTRIES; from += BatchBench.KEYS) {
            out.write(mset(IntStream.range(from, from + BatchBench.KEYS).toArray()));
            number();
        }
        this.batches = Arrays.stream(batches).map(RedisBatches::mget).toArray(byte[][]::new);
    }

    /** Nothing, and a word why, where there is no redis-server. */
    static Optional<BatchBench.Store> open(int[][] batches) throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process server;
        try {
            server = new ProcessBuilder(
                            List.of("redis-server", "--port", "" + port, "--save", "", "--bind", "127.0.0.1"))
                    .start();
        } catch (IOException e) {
            System.err.println("bench: there is no redis-server (Debian: apt-get install redis-server); left out");
            return Optional.empty();
        }
        try {
            return Optional.of(new RedisBatches(server, connect(port, server), batches));
        } catch (IOException e) {
            server.destroy();
            throw e;
        }
    }

    /** It says when it listens; nothing later fills the pipe, since it saves nothing. */
    private static Socket connect(int port, Process server) throws IOException {
        var told = server.inputReader(US_ASCII);
        for (var line = told.readLine(); line != null; line = told.readLine()) {
            if (line.contains("Ready to accept connections")) {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            }
        }
        throw new IOException("redis-server ended before it listened on port " + port);
    }

    private static byte[] mset(int[] entries) {
        var request = start("MSET", 2 * entries.length);
        for (int entry : entries) {
            add(request, BatchBench.bytes(entry));
            add(request, ByteBuffer.allocate(Integer.BYTES).putInt(entry).array());
        }
        return request.toByteArray();
    }

    private static byte[] mget(int[] entries) {
        var request = start("MGET", entries.length);
        for (int entry : entries) {
            add(request, BatchBench.bytes(entry));
        }
        return request.toByteArray();
    }

    private static ByteArrayOutputStream start(String command, int arguments) {
        var request = new ByteArrayOutputStream(1 << 15);
        request.writeBytes(("*" + (1 + arguments) + "\r\n").getBytes(US_ASCII));
        add(request, command.getBytes(US_ASCII));
        return request;
    }

    private static void add(ByteArrayOutputStream request, byte[] argument) {
        request.writeBytes(("$" + argument.length + "\r\n").getBytes(US_ASCII));
        request.writeBytes(argument);
        request.writeBytes("\r\n".getBytes(US_ASCII));
    }

    @Override
    public String name() {
        return "Redis MGET, loopback";
    }

    @Override
    public String goal() {
        return ">= 5";
    }

    @Override
    public int ask(int batch) throws IOException {
        out.write(batches[batch]);
        int found = 0;
        for (int left = number(); left > 0; left--) {
            found += number() == Integer.BYTES && in.readInt() >= 0 ? 1 : 0;
            in.readShort();
        }
        return found;
    }

    /** The number of a reply's first line, 0 where it has none. */
    private int number() throws IOException {
        int number = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b == '-' || b < 0) {
                throw new IOException("redis-server answered with an error, or ended");
            }
            number = b >= '0' && b <= '9' ? 10 * number + b - '0' : number;
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        server.destroy();
    }
}
