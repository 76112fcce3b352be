package io.activationgateway.gateway.trial;

import io.activationgateway.gateway.cli.CommandLines;
import io.activationgateway.gateway.ledger.LedgerChecks;
import io.activationgateway.gateway.region.GatewayClient;
import io.activationgateway.gateway.region.TrialNode;
import io.activationgateway.testing.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A region of three gateway processes on one PostgreSQL, whose every connection to the database and to each other leads
 * over a link that can be cut. All of it lies in a folder of its own that vanishes at the end.
 */
final class TrialRegion implements AutoCloseable {

    static final int NODES = 3;
    static final String DESTINATION = "webhook-gb";

    @SuppressWarnings("InlineFormatString") // a whole file reads better outside of a call
    private static final String CONFIGURATION = """
            region: eu-central
            node: eu-central-%1$d
            data: data-%1$d
            policies: %2$s
            listen: {host: 127.0.0.1, port: %3$d}
            cluster: {host: %4$s, port: %5$d, members: [%6$s]}
            consent:
              store: {url: "jdbc:postgresql://127.0.0.1:%7$d/postgres", user: postgres, password: {env: TRIAL_PASSWORD}}
            keys:
              pseudonym: keys/pseudonym.key
              ledger: keys/ledger-%1$d.pem
              policy_signer: keys/policy.pem
              policy_trust: [keys/policy.pem.pub]
            delivery: {deadline_ms: 8000, lease_ms: %8$d}
            sources:
              crm:
                key: {file: keys/crm.key}
                controller: acme-eu
                brand: acme
                rights: [consents]
                destinations: [webhook-gb]
                purposes: [email-newsletter]
            destinations:
              webhook-gb:
                vendor: webhook
                url: http://127.0.0.1:%9$d/hook
                country: GB
                secret: {file: keys/webhook.key}
                requests_per_second: 10000
                sandbox: true
                private_addresses: true
            """;

    private final Path folder;
    private final String sight;
    private final Postgres postgres;
    private final List<Link> toDatabase = new ArrayList<>();
    private final List<Link> toMember = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final Program[] programs = new Program[NODES];
    private int started;

    /**
     * Sets it up and starts it; every node takes requests when this returns.
     *
     * @param policies the folder of the sample policies
     * @param sight {@code blind} to leave out what the last check finds
     */
    TrialRegion(Path policies, int sinkPort, int leaseMillis, String sight) {
        this.sight = sight;
        try {
            folder = Files.createTempDirectory("withdrawal-trial");
            postgres = new Postgres(folder.resolve("postgres"));
            var configurations = configure(policies.toAbsolutePath().normalize(), sinkPort, leaseMillis);
            makeKeys(configurations);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        for (int node = 0; node < NODES; node++) {
            launch(node);
            // The first one publishes the policy.
            if (node == 0) {
                programs[0].untilItSays("takes requests");
            }
        }
        for (int node = 1; node < NODES; node++) {
            programs[node].untilItSays("takes requests");
        }
    }

    private List<Path> configure(Path policies, int sinkPort, int leaseMillis) throws IOException {
        var memberPorts = new ArrayList<Integer>();
        for (int node = 0; node < NODES; node++) {
            ports.add(FreePorts.next());
            memberPorts.add(FreePorts.next(address(node)));
            toMember.add(new Link(
                    InetAddress.getLoopbackAddress(), new InetSocketAddress(address(node), memberPorts.get(node))));
            toDatabase.add(new Link(
                    InetAddress.getLoopbackAddress(),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), postgres.port())));
        }
        var members = toMember.stream()
                .map(link -> "\"127.0.0.1:" + link.port() + "\"")
                .collect(Collectors.joining(", "));
        var files = new ArrayList<Path>();
        for (int node = 0; node < NODES; node++) {
            files.add(Files.writeString(
                    configuration(node),
                    CONFIGURATION.formatted(
                            node + 1,
                            policies,
                            ports.get(node),
                            address(node).getHostAddress(),
                            memberPorts.get(node),
                            members,
                            toDatabase.get(node).port(),
                            leaseMillis,
                            sinkPort)));
        }
        return files;
    }

    private static void makeKeys(List<Path> configurations) {
        var said = new StringWriter();
        var arguments = IntStream.range(0, 2 + configurations.size())
                .mapToObj(i -> switch (i) {
                    case 0 -> "keys";
                    case 1 -> "init";
                    default -> configurations.get(i - 2).toString();
                })
                .toArray(String[]::new);
        int code = CommandLines.execute(new PrintWriter(said, true), new PrintWriter(said, true), arguments);
        if (code != 0) {
            throw new IllegalStateException("no keys: " + said);
        }
    }

    Postgres postgres() {
        return postgres;
    }

    GatewayClient client(int node) {
        try {
            var key =
                    Files.readString(folder.resolve("keys").resolve("crm.key")).strip();
            return new GatewayClient(URI.create("http://127.0.0.1:" + ports.get(node)), key);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean isReady(int node) {
        try {
            return client(node).get("/health/ready").status() == 200;
        } catch (RuntimeException unreachable) {
            return false;
        }
    }

    /** SIGKILL. */
    void kill(int node) {
        programs[node].kill();
        programs[node].exitCode();
    }

    /** Starts a node that was killed. */
    void launch(int node) {
        var command = Program.small(
                List.of(
                        "-Dhazelcast.local.localAddress=" + address(node).getHostAddress(),
                        "-Dhazelcast.local.publicAddress=127.0.0.1:"
                                + toMember.get(node).port()),
                TrialNode.class,
                List.of(configuration(node).toString(), clock(node).toString(), sight));
        programs[node] = Program.start(
                command,
                Map.of("TRIAL_PASSWORD", "none", "LOG_LEVEL", "warn"),
                folder.resolve(++started + "-node-" + (node + 1) + ".log"));
    }

    /** SIGSTOP or SIGCONT. */
    void signal(int node, String name) {
        programs[node].signal(name);
    }

    void cutFromCluster(int node) {
        for (int other = 0; other < NODES; other++) {
            if (other == node) {
                toMember.get(other).cutAll();
            } else {
                toMember.get(other).cutFrom(address(node));
            }
        }
    }

    void mendCluster() {
        toMember.forEach(Link::mend);
    }

    void cutFromDatabase(int node) {
        toDatabase.get(node).cutAll();
    }

    void mendDatabase(int node) {
        toDatabase.get(node).mend();
    }

    /** Sets a node's wall clock off by this much. */
    void stepClock(int node, long millis) {
        try {
            Files.writeString(clock(node), Long.toString(millis));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends the nodes in order. */
    void terminate() {
        for (var program : programs) {
            program.terminate();
        }
        for (var program : programs) {
            program.exitCode();
        }
    }

    Map<String, LedgerChecks.Check> ledger(int node) {
        return LedgerChecks.read(node, folder.resolve("data-" + (node + 1)).resolve("ledger"));
    }

    /** What the nodes complained about. */
    String complaints() {
        try (var files = Files.list(folder)) {
            var text = new StringBuilder();
            for (var file : files.filter(each -> each.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                text.append("--- ").append(file.getFileName()).append('\n').append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path configuration(int node) {
        return folder.resolve("node-" + (node + 1) + ".yaml");
    }

    private Path clock(int node) {
        return folder.resolve("clock-" + (node + 1));
    }

    /** Each node speaks from an address of its own, so that a link can tell them apart. */
    private static InetAddress address(int node) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (11 + node)});
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        for (var program : programs) {
            if (program != null) {
                program.close();
            }
        }
        toMember.forEach(Link::close);
        toDatabase.forEach(Link::close);
        postgres.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
