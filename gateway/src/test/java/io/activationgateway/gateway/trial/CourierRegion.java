package io.activationgateway.gateway.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.gateway.Main;
import io.activationgateway.gateway.cli.CommandLines;
import io.activationgateway.gateway.outbox.UnderWay;
import io.activationgateway.gateway.region.GatewayClient;
import io.activationgateway.gateway.region.ReservedPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Three gateway processes of a region on one PostgreSQL, and a process that plays their vendors: two that know a repetition
 * by a record's key, and one that does not. All of it lies in a folder of its own that vanishes at the end.
 */
final class CourierRegion implements AutoCloseable {

    static final int NODES = 3;
    static final int LEASE_MILLIS = 4_000;

    /** The longest that a request waits for its answer. */
    static final int REQUEST_MILLIS = 2_500;

    @SuppressWarnings("InlineFormatString") // a whole file reads better outside of a call
    private static final String CONFIGURATION = """
            region: eu-central
            node: eu-central-%1$d
            data: data-%1$d
            policies: %2$s
            listen: {host: 127.0.0.1, port: %3$d}
            cluster: {host: 127.0.0.1, port: %4$d, members: [%5$s]}
            consent:
              store: {url: "jdbc:postgresql://127.0.0.1:%6$d/postgres", user: postgres, password: {env: TRIAL_PASSWORD}}
            keys:
              pseudonym: keys/pseudonym.key
              ledger: keys/ledger-%1$d.pem
              policy_signer: keys/policy.pem
              policy_trust: [keys/policy.pem.pub]
            delivery:
              deadline_ms: 4000
              lease_ms: %8$d
              outbox: {first_pause_ms: 100, longest_pause_ms: 1000}
            sources:
              crm:
                key: {file: keys/crm.key}
                controller: acme-eu
                brand: acme
                rights: [consents]
                destinations: [webhook-gb, webhook-de, braze-eu]
                purposes: [email-newsletter]
            destinations:
              webhook-gb:
                vendor: webhook
                url: http://127.0.0.1:%7$d/webhook-gb
                country: GB
                secret: {file: keys/webhook-gb.key}
                requests_per_second: 10000
                sandbox: true
                private_addresses: true
                sending: {request_timeout_ms: %9$d}
              webhook-de:
                vendor: webhook
                url: http://127.0.0.1:%7$d/webhook-de
                country: DE
                secret: {file: keys/webhook-de.key}
                requests_per_second: 10000
                sandbox: true
                private_addresses: true
                sending: {request_timeout_ms: %9$d}
              braze-eu:
                vendor: braze
                region: eu-01
                api_key: {file: keys/braze-eu.key}
                endpoint: http://127.0.0.1:%7$d/braze-eu
                sandbox: true
                private_addresses: true
                sending: {request_timeout_ms: %9$d}
            """;

    private final Path folder;
    private final Postgres postgres;
    private final List<Integer> ports = ReservedPorts.reserve(NODES);
    private final List<Integer> memberPorts = ReservedPorts.reserve(NODES);
    private final int vendorPort = ReservedPorts.reserve(1).getFirst();
    private final Program[] programs = new Program[NODES];
    private final Program sandbox;
    private final String key;
    private int started;

    /**
     * Sets it up and starts it; every node takes requests when this returns.
     *
     * @param policies the folder of the sample policies
     */
    CourierRegion(Path policies) {
        try {
            folder = Files.createTempDirectory("courier-trial");
            postgres = new Postgres(folder.resolve("postgres"));
            configure(policies.toAbsolutePath().normalize());
            key = Files.readString(folder.resolve("keys").resolve("crm.key")).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        sandbox = start(
                        "sandbox",
                        "sandbox",
                        "--port",
                        Integer.toString(vendorPort),
                        configuration(0).toString())
                .untilItSays("The sandbox listens");
        for (int node = 0; node < NODES; node++) {
            launch(node);
            // The first one makes the tables and publishes the policy.
            if (node == 0) {
                programs[0].untilItSays("takes requests");
            }
        }
        for (int node = 1; node < NODES; node++) {
            programs[node].untilItSays("takes requests");
        }
    }

    private void configure(Path policies) throws IOException {
        var members =
                memberPorts.stream().map(port -> "\"127.0.0.1:" + port + "\"").collect(Collectors.joining(", "));
        var arguments = new ArrayList<>(List.of("keys", "init"));
        for (int node = 0; node < NODES; node++) {
            var text = CONFIGURATION.formatted(
                    node + 1,
                    policies,
                    ports.get(node),
                    memberPorts.get(node),
                    members,
                    postgres.port(),
                    vendorPort,
                    LEASE_MILLIS,
                    REQUEST_MILLIS);
            arguments.add(Files.writeString(configuration(node), text, UTF_8).toString());
        }
        command(arguments);
    }

    private static String command(List<String> arguments) {
        var said = new StringWriter();
        var terminal = new PrintWriter(said, true);
        if (CommandLines.execute(terminal, terminal, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(said.toString());
        }
        return said.toString();
    }

    /** Starts a node that does not run. */
    void launch(int node) {
        programs[node] = start(
                "node-" + (node + 1), "serve", "--config", configuration(node).toString());
    }

    private Program start(String name, String... arguments) {
        return Program.start(
                Program.small(List.of(), Main.class, List.of(arguments)),
                Map.of("TRIAL_PASSWORD", "none", "LOG_LEVEL", "warn"),
                folder.resolve(++started + "-" + name + ".log"));
    }

    /** Starts a node again that has ended by itself, as whoever runs it would. */
    void keepUp(int node) {
        if (!programs[node].runs()) {
            launch(node);
        }
    }

    /** SIGKILL. */
    void kill(int node) {
        programs[node].kill();
        programs[node].exitCode();
    }

    /** Sends a node's process a signal, {@code STOP} or {@code CONT}. */
    void signal(int node, String name) {
        programs[node].signal(name);
    }

    GatewayClient client(int node) {
        return new GatewayClient(URI.create("http://127.0.0.1:" + ports.get(node)), key);
    }

    CourierVendors vendors() {
        return new CourierVendors(new GatewayClient(URI.create("http://127.0.0.1:" + vendorPort), "none"));
    }

    boolean isReady(int node) {
        try {
            return client(node).get("/health/ready").status() == 200;
        } catch (RuntimeException unreachable) {
            return false;
        }
    }

    /** What the nodes complained of in this life of theirs. */
    String complaints() {
        return Arrays.stream(programs).map(Program::complaints).collect(Collectors.joining("\n"));
    }

    /** How many records still wait in the outbox, those that the gateway says again among them. */
    long waiting() {
        return asked(connection -> {
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("SELECT coalesce(sum(waiting), 0) FROM outbox_chunk")) {
                result.next();
                return result.getLong(1);
            }
        });
    }

    /** What a node has begun to send at the destinations that it holds. */
    List<UnderWay> underWay(int node) {
        return asked(connection -> UnderWay.of(connection, name(node)));
    }

    boolean isTakenOver(UnderWay held) {
        return asked(held::isTakenOver);
    }

    private <T> T asked(Question<T> question) {
        try (var connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres", "postgres", "none")) {
            return question.ask(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private static String name(int node) {
        return "eu-central-" + (node + 1);
    }

    /** Ends the nodes in order, and checks their ledgers; throws where one is not what was signed. */
    void verifyLedgers() {
        for (var program : programs) {
            program.terminate();
        }
        for (var program : programs) {
            program.exitCode();
        }
        for (int node = 1; node <= NODES; node++) {
            var ledger = folder.resolve("data-" + node).resolve("ledger").toString();
            var by = folder.resolve("keys")
                    .resolve("ledger-" + node + ".pem.pub")
                    .toString();
            command(List.of("ledger", "verify", ledger, "--key", by));
        }
    }

    private Path configuration(int node) {
        return folder.resolve("node-" + (node + 1) + ".yaml");
    }

    @Override
    public void close() {
        for (var program : programs) {
            if (program != null) {
                program.close();
            }
        }
        sandbox.close();
        postgres.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
