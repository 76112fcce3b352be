package io.activationgateway.gateway.region;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import io.activationgateway.consent.register.Peers;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The region's nodes wake and tell each other over a topic of their Hazelcast cluster: positions in the log and reports,
 * nothing personal. What is to be said waits on a thread of its own, at most one wake-up and one report at a time, so
 * that a cluster that is slow, split or gone holds nobody up. Any thread.
 */
final class ClusterPeers implements Peers, AutoCloseable {

    static final String TOPIC = "consent-fence";

    private static final Logger log = LoggerFactory.getLogger(ClusterPeers.class);
    private static final byte WAKE = 1;
    private static final byte REPORT = 2;

    private final HazelcastInstance member;
    private final ITopic<byte[]> topic;
    private final ExecutorService speaker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("consent-peers").daemon().factory());
    private final AtomicReference<byte @Nullable []> wake = new AtomicReference<>();
    private final AtomicReference<byte @Nullable []> report = new AtomicReference<>();
    private final AtomicBoolean speaking = new AtomicBoolean();
    private boolean failing;

    /** @param member stays the caller's to close, after this */
    ClusterPeers(HazelcastInstance member) {
        this.member = member;
        this.topic = member.getTopic(TOPIC);
    }

    @Override
    public void listen(Listener listener) {
        var registration = new AtomicReference<>(subscribe(listener));
        member.getLifecycleService().addLifecycleListener(event -> {
            // A member that joins others after a split is theirs from then on: it subscribes anew.
            if (event.getState() == LifecycleState.MERGED) {
                topic.removeMessageListener(registration.getAndSet(subscribe(listener)));
            }
        });
    }

    @Override
    public void wake(long epoch, long sequence) {
        say(
                wake,
                ByteBuffer.allocate(1 + 2 * Long.BYTES)
                        .put(WAKE)
                        .putLong(epoch)
                        .putLong(sequence)
                        .array());
    }

    @Override
    public void report(byte[] bytes) {
        say(report, ByteBuffer.allocate(1 + bytes.length).put(REPORT).put(bytes).array());
    }

    @Override
    public void close() {
        speaker.shutdownNow();
    }

    private UUID subscribe(Listener listener) {
        return topic.addMessageListener(message -> {
            if (!isOwn(message)) {
                hear(message.getMessageObject(), listener);
            }
        });
    }

    private boolean isOwn(Message<byte[]> message) {
        return member.getCluster().getLocalMember().equals(message.getPublishingMember());
    }

    /** Tells a listener of a message; what is none is nobody's word. */
    static void hear(byte[] message, Listener listener) {
        var said = ByteBuffer.wrap(message);
        switch (said.hasRemaining() ? said.get() : 0) {
            case WAKE -> {
                if (said.remaining() == 2 * Long.BYTES) {
                    listener.woken(said.getLong(), said.getLong());
                }
            }
            case REPORT -> {
                var bytes = new byte[said.remaining()];
                said.get(bytes);
                listener.reported(bytes);
            }
            default -> log.debug("A message on topic {} is of an unknown kind", TOPIC);
        }
    }

    private void say(AtomicReference<byte @Nullable []> place, byte[] message) {
        place.set(message);
        if (speaking.compareAndSet(false, true)) {
            try {
                speaker.execute(this::speak);
            } catch (RejectedExecutionException closed) {
                // The node ends: the others wait for it no longer once its row is gone.
            }
        }
    }

    private void speak() {
        speaking.set(false);
        publish(wake.getAndSet(null));
        publish(report.getAndSet(null));
    }

    private void publish(byte @Nullable [] message) {
        if (message == null) {
            return;
        }
        try {
            topic.publish(message);
            failing = false;
        } catch (RuntimeException failure) {
            if (!failing) {
                failing = true;
                log.warn(
                        "The region's other nodes are not told of consents at the moment; acknowledgements wait for"
                                + " their leases ({})",
                        failure.getClass().getName());
            }
        }
    }
}
