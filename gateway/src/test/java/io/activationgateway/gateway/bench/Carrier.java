package io.activationgateway.gateway.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/**
 * The process that is measured, its children included, and what it has used since its start.
 *
 * <p>Bytes allocated are what the JVM itself counts over all threads, ended ones included ({@code
 * TotalThreadAllocatedBytes} of {@code com.sun.management.ThreadMXBean}). It is asked from outside, through its attach
 * mechanism, so that the process runs exactly as users start it; a question costs it some kilobytes per round.
 */
final class Carrier {

    private final ProcessHandle process;
    private final @Nullable MBeanServerConnection jvm;

    private Carrier(long pid, @Nullable MBeanServerConnection jvm) {
        this.process = ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalStateException("no process " + pid + " (expected: it to run)"));
        this.jvm = jvm;
    }

    /** What a process has used; {@code allocated} is empty where nothing counts it. */
    record Usage(Duration cpu, OptionalLong allocated) {

        Usage since(Usage before) {
            return new Usage(
                    cpu.minus(before.cpu),
                    allocated.isPresent()
                            ? OptionalLong.of(allocated.getAsLong() - before.allocated.orElseThrow())
                            : allocated);
        }

        Usage plus(Usage other) {
            return new Usage(
                    cpu.plus(other.cpu),
                    allocated.isPresent()
                            ? OptionalLong.of(allocated.getAsLong() + other.allocated.orElseThrow())
                            : allocated);
        }
    }

    /** Any process. */
    static Carrier process(long pid) {
        return new Carrier(pid, null);
    }

    /** A JVM of the same user. */
    @SuppressWarnings("BanJNDI") // the address is that of the JVM attached to, on this machine
    static Carrier jvm(long pid) throws IOException {
        try {
            var machine = VirtualMachine.attach(Long.toString(pid));
            try {
                var address = new JMXServiceURL(machine.startLocalManagementAgent());
                return new Carrier(pid, JMXConnectorFactory.connect(address).getMBeanServerConnection());
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException refused) {
            throw new IOException("process " + pid + " cannot be asked what it allocates", refused);
        }
    }

    Usage usage() throws IOException {
        var cpu = Stream.concat(Stream.of(process), process.descendants())
                .flatMap(one -> one.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
        return new Usage(cpu, jvm == null ? OptionalLong.empty() : OptionalLong.of(allocated(jvm)));
    }

    private static long allocated(MBeanServerConnection jvm) throws IOException {
        try {
            return (Long) jvm.getAttribute(new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes");
        } catch (JMException unknown) {
            throw new IOException("the JVM does not tell what it allocates (expected: a HotSpot JVM)", unknown);
        }
    }
}
