package io.activationgateway.gateway.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.gateway.Main;
import io.activationgateway.gateway.cli.CommandLines;
import io.activationgateway.gateway.region.CutLine;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An authority and a follower, three gateway processes each, on databases of their own of one PostgreSQL, with mutual TLS
 * between the regions over lines that can be cut. Nodes 0 to 2 are the authority's, 3 to 5 the follower's. All of it lies
 * in a folder of its own that vanishes at the end.
 */
final class TwoRegions implements AutoCloseable {

    static final int MEMBERS = 3;
    static final int NODES = 2 * MEMBERS;
    static final List<String> NAMES = List.of("eu-central", "tr-istanbul");

    @SuppressWarnings("InlineFormatString") // a whole file reads better outside of a call
    private static final String CONFIGURATION = """
            region: %1$s
            node: %1$s-%2$d
            data: data-%1$s-%2$d
            policies: %3$s
            listen: {host: 127.0.0.1, port: %4$d}
            cluster: {host: 127.0.0.1, port: %5$d, members: [%6$s]}
            consent:
              store: {url: "jdbc:postgresql://127.0.0.1:%7$d/%8$s", user: postgres, password: {env: TRIAL_PASSWORD}}
            sources:
              crm:
                key: {file: keys/crm}
                controller: acme-%8$s
                brand: acme
                rights: [consents]
                destinations: [%9$s]
                purposes: [email-newsletter]
            destinations:
              %9$s:
                vendor: webhook
                url: http://127.0.0.1:%10$d/hook
                country: %11$s
                secret: {file: keys/hook}
                sandbox: true
                private_addresses: true
            keys:
              pseudonym: keys/%8$s-pseudonym
              ledger: keys/%1$s-%2$d-ledger.pem
              policy_trust: [keys/policy.pem.pub]
            """;

    @SuppressWarnings("InlineFormatString")
    private static final String AUTHORITY = """
              policy_signer: keys/policy.pem
            people:
              edith: {key: {file: keys/edith}, roles: [editor]}
              grace: {key: {file: keys/grace}, roles: [approver, operator]}
            policy:
              regions: [eu-central, tr-istanbul]
              serve: {port: %d, key: keys/eu.key, certificate: keys/eu.key.crt, followers: [keys/tr.key.crt]}
            """;

    @SuppressWarnings("InlineFormatString")
    private static final String FOLLOWER = """
            policy:
              follow:
                urls: [%s]
                key: keys/tr.key
                certificate: keys/tr.key.crt
                authority: [keys/eu.key.crt]
                max_age_minutes: 10
            """;

    private final Path folder;
    private final Postgres postgres;
    private final List<Integer> ports = ReservedPorts.reserve(NODES);
    private final List<Integer> memberPorts = ReservedPorts.reserve(NODES);
    private final List<Integer> feedPorts = ReservedPorts.reserve(MEMBERS);
    private final List<CutLine> lines = feedPorts.stream().map(CutLine::new).toList();
    private final Program[] programs = new Program[NODES];
    private int started;

    /** Sets it up and starts it; every node takes requests when this returns. */
    TwoRegions(Path policies, int sinkPort) {
        try {
            folder = Files.createTempDirectory("regions-trial");
            postgres = new Postgres(folder.resolve("postgres"));
            for (var region : NAMES) {
                try (var connection = database("postgres");
                        var statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE " + region.substring(0, 2));
                }
            }
            configure(policies.toAbsolutePath().normalize(), sinkPort);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        // The first of each region makes its tables and brings it the policy.
        for (int first : List.of(0, MEMBERS)) {
            launch(first);
            programs[first].untilItSays("takes requests");
        }
        for (int node = 0; node < NODES; node++) {
            if (programs[node] == null) {
                launch(node);
                programs[node].untilItSays("takes requests");
            }
        }
    }

    static String name(int node) {
        return region(node) + "-" + node % MEMBERS;
    }

    static String region(int node) {
        return NAMES.get(node / MEMBERS);
    }

    static String destination(int node) {
        return node < MEMBERS ? "webhook-de" : "webhook-tr";
    }

    private void configure(Path policies, int sinkPort) throws IOException {
        var arguments = new ArrayList<>(List.of("keys", "init"));
        for (int node = 0; node < NODES; node++) {
            var region = region(node);
            int first = node - node % MEMBERS;
            var members = IntStream.range(first, first + MEMBERS)
                    .mapToObj(member -> "\"127.0.0.1:" + memberPorts.get(member) + "\"")
                    .collect(Collectors.joining(", "));
            var urls = lines.stream()
                    .map(line -> "\"https://127.0.0.1:" + line.port() + "\"")
                    .collect(Collectors.joining(", "));
            var text = CONFIGURATION.formatted(
                            region,
                            node % MEMBERS,
                            policies,
                            ports.get(node),
                            memberPorts.get(node),
                            members,
                            postgres.port(),
                            region.substring(0, 2),
                            destination(node),
                            sinkPort,
                            node < MEMBERS ? "DE" : "TR")
                    + (node < MEMBERS ? AUTHORITY.formatted(feedPorts.get(node)) : FOLLOWER.formatted(urls));
            arguments.add(Files.writeString(configuration(node), text, UTF_8).toString());
        }
        var said = new StringWriter();
        var terminal = new PrintWriter(said, true);
        if (CommandLines.execute(terminal, terminal, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("no keys: " + said);
        }
    }

    /** Starts a node that does not run. */
    void launch(int node) {
        var command = Program.small(
                List.of(),
                Main.class,
                List.of("serve", "--config", configuration(node).toString()));
        programs[node] = Program.start(
                command,
                Map.of("TRIAL_PASSWORD", "none", "LOG_LEVEL", "warn"),
                folder.resolve(++started + "-" + name(node) + ".log"));
    }

    /** SIGKILL. */
    void kill(int node) {
        programs[node].kill();
        programs[node].exitCode();
    }

    /** Closes every connection between the regions, and each new one. */
    void cut() {
        lines.forEach(CutLine::cut);
    }

    void mend() {
        lines.forEach(CutLine::mend);
    }

    /** A connection to the database of a region, by the first two letters of its name. */
    Connection database(String name) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + name, "postgres", "none");
    }

    GatewayClient client(int node, String who) {
        try {
            return new GatewayClient(
                    URI.create("http://127.0.0.1:" + ports.get(node)),
                    Files.readString(folder.resolve("keys").resolve(who)).strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean isReady(int node) {
        try {
            return client(node, "crm").get("/health/ready").status() == 200;
        } catch (RuntimeException unreachable) {
            return false;
        }
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
        return folder.resolve(name(node) + ".yaml");
    }

    @Override
    public void close() {
        for (var program : programs) {
            if (program != null) {
                program.close();
            }
        }
        lines.forEach(CutLine::close);
        postgres.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
