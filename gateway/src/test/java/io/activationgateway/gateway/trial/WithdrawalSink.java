package io.activationgateway.gateway.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * A receiver that stamps the first byte of each request and answers like a vendor on a bad day: slowly, with errors,
 * with limits, by hanging up. One thread looks for bytes again and again without ever waiting for them, so that between
 * two looks is certainly when they came.
 */
final class WithdrawalSink implements AutoCloseable {

    private static final long LOOKS_AFTER_NANOS = 200_000;
    private static final Pattern CHECK = Pattern.compile(
            "gateway-last-check: attempt=(\\S+); checked=(-?\\d+); consent_epoch=(-?\\d+); consent_seq=(\\d+)\r\n",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)\r\n", Pattern.CASE_INSENSITIVE);
    private static final Pattern TYPE = Pattern.compile("\"type\":\"([a-z.]+)\"");
    private static final Pattern PERSON = Pattern.compile("p(\\d+)@example\\.com");

    private final Random random;
    private final Selector selector;
    private final ServerSocketChannel door;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final List<Conversation> open = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final Thread thread;
    private volatile boolean kind;
    private volatile boolean closed;

    WithdrawalSink(long seed) {
        random = new Random(seed);
        try {
            selector = Selector.open();
            door = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
            door.configureBlocking(false);
            door.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        thread = Thread.ofPlatform().name("sink").daemon().start(this::run);
    }

    int port() {
        return door.socket().getLocalPort();
    }

    /** From now on it answers well and at once. */
    void beKind() {
        kind = true;
    }

    /** All requests so far that arrived with their last check, and those cut short. */
    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    private static final class Conversation {
        private final SocketChannel channel;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long lookedAt;
        private long stampedLook;
        private long firstByteAt;
        private int whole = -1;
        private byte[] answer;
        private long answerAt;

        private Conversation(SocketChannel channel, long now) {
            this.channel = channel;
            this.lookedAt = now;
        }
    }

    private void run() {
        try {
            while (!closed) {
                long looked = System.nanoTime();
                int ready = selector.selectNow(this::serve);
                for (var each : open) {
                    if (each.bytes.size() == 0) {
                        each.lookedAt = looked;
                    }
                }
                answerWhatIsDue();
                if (ready == 0) {
                    LockSupport.parkNanos(LOOKS_AFTER_NANOS);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                var channel = door.accept();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                var conversation = new Conversation(channel, System.nanoTime());
                channel.register(selector, SelectionKey.OP_READ, conversation);
                open.add(conversation);
            } else if (key.attachment() instanceof Conversation conversation) {
                read(conversation);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void read(Conversation conversation) {
        buffer.clear();
        int read;
        try {
            read = conversation.channel.read(buffer);
        } catch (IOException reset) {
            read = -1;
        }
        long now = System.nanoTime();
        if (read < 0) {
            end(conversation);
            return;
        }
        if (read > 0 && conversation.bytes.size() == 0) {
            conversation.firstByteAt = now;
            conversation.stampedLook = conversation.lookedAt;
        }
        conversation.bytes.write(buffer.array(), 0, read);
        if (conversation.whole < 0) {
            conversation.whole = length(conversation);
        }
        if (conversation.whole >= 0 && conversation.bytes.size() >= conversation.whole && conversation.answer == null) {
            note(conversation);
            prepareAnswer(conversation, now);
        }
    }

    private static int length(Conversation conversation) {
        var text = conversation.bytes.toString(ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return -1;
        }
        var length = LENGTH.matcher(text.substring(0, head + 2));
        return head + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0);
    }

    private void note(Conversation conversation) {
        var text = conversation.bytes.toString(ISO_8859_1);
        var check = CHECK.matcher(text);
        var type = TYPE.matcher(text);
        var people = new HashSet<Integer>();
        var person = PERSON.matcher(text);
        while (person.find()) {
            people.add(Integer.valueOf(person.group(1)));
        }
        boolean named = check.find();
        arrivals.add(new Arrival(
                conversation.stampedLook,
                conversation.firstByteAt,
                named ? check.group(1) : "",
                named ? Long.parseLong(check.group(2)) : 0,
                named ? Long.parseLong(check.group(3)) : 0,
                named ? Long.parseLong(check.group(4)) : 0,
                type.find() ? type.group(1) : "",
                people));
    }

    private void prepareAnswer(Conversation conversation, long now) {
        int die = kind ? 0 : random.nextInt(100);
        long millis = kind ? 0 : die < 55 ? 5 + random.nextInt(200) : die < 75 ? 500 + random.nextInt(1_000) : 0;
        conversation.answerAt = now + millis * 1_000_000;
        if (die < 75) {
            conversation.answer = answer("200 OK", "");
        } else if (die < 87) {
            conversation.answer = answer("500 Internal Server Error", "");
        } else if (die < 95) {
            conversation.answer = answer("429 Too Many Requests", "Retry-After: 1\r\n");
        } else {
            conversation.answer = new byte[0];
        }
    }

    private static byte[] answer(String status, String more) {
        return ("HTTP/1.1 " + status + "\r\n" + more + "Content-Length: 0\r\n\r\n").getBytes(ISO_8859_1);
    }

    private void answerWhatIsDue() {
        long now = System.nanoTime();
        for (var conversation : List.copyOf(open)) {
            if (conversation.answer == null || now - conversation.answerAt < 0) {
                continue;
            }
            try {
                if (conversation.answer.length == 0) {
                    // The bytes that were not read yet make the kernel reset the connection.
                    conversation.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                    end(conversation);
                } else {
                    conversation.channel.write(ByteBuffer.wrap(conversation.answer));
                    conversation.answer = null;
                    conversation.bytes.reset();
                    conversation.whole = -1;
                    conversation.lookedAt = now;
                }
            } catch (IOException gone) {
                end(conversation);
            }
        }
    }

    private void end(Conversation conversation) {
        if (conversation.bytes.size() > 0 && conversation.answer == null) {
            note(conversation);
        }
        open.remove(conversation);
        try {
            conversation.channel.close();
        } catch (IOException already) {
            // It is closed.
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
            for (var conversation : open) {
                conversation.channel.close();
            }
            door.close();
            selector.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
