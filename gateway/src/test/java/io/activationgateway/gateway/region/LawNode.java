package io.activationgateway.gateway.region;

import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.gateway.config.DestinationConfig;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.config.Governance;
import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.Secret;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.keys.SecretFiles;
import io.activationgateway.gateway.keys.SecretKind;
import io.activationgateway.residency.table.ConsentCase;
import io.activationgateway.residency.table.PaperYaml;
import io.activationgateway.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** A node whose policy is that of the law cases: their regions, purposes and fields, and each destination they name. */
final class LawNode implements AutoCloseable {

    private static final Path POLICIES = Path.of("../residency/src/test/resources/law-cases");

    private static final Columns COLUMNS = new Columns(
            Columns.DEFAULT.roles(), Columns.DEFAULT.identifiers(), Map.of(SignalField.GPC, ConsentCase.GPC));

    private final Path folder;
    private final SettableClock clock = new SettableClock();
    private final RegionNode node;
    private final GatewayClient client;

    private LawNode(String region, String controller, Collection<ConsentCase> cases) throws IOException {
        folder = Files.createTempDirectory("law");
        clock.pass(Duration.between(SettableClock.START, cases.iterator().next().at()));
        var secrets = new SecretFiles(folder.resolve("keys"), new SecureRandom());
        secrets.init(List.of(
                new SecretFiles.Wanted("pseudonym.key", SecretKind.PSEUDONYM_KEY),
                new SecretFiles.Wanted("ledger.pem", SecretKind.ED25519_PAIR),
                new SecretFiles.Wanted("policy.pem", SecretKind.ED25519_PAIR),
                new SecretFiles.Wanted("source", SecretKind.RANDOM_TOKEN),
                new SecretFiles.Wanted("webhook", SecretKind.WEBHOOK_SECRET)));
        var destinations = new TreeMap<String, DestinationConfig>();
        for (var one : cases) {
            destinations.put(destination(one), webhook(one, secrets.token("webhook")));
        }
        writePolicies(cases);
        var purposes = cases.stream().map(ConsentCase::purpose).collect(Collectors.toSet());
        var source = new SourceConfig(
                "crm",
                new Secret(secrets.token("source")),
                controller,
                "acme",
                true,
                Set.of(Right.values()),
                false,
                COLUMNS,
                destinations.keySet(),
                purposes);
        int port = FreePorts.next();
        int clusterPort = FreePorts.next();
        var keys = folder.resolve("keys");
        node = RegionNode.start(
                new GatewayConfig(
                        region,
                        region + "-1",
                        folder.resolve("data"),
                        new GatewayConfig.Listen("127.0.0.1", port),
                        new GatewayConfig.Keys(
                                keys.resolve("pseudonym.key"),
                                keys.resolve("ledger.pem"),
                                keys.resolve("policy.pem"),
                                List.of(GatewayConfig.Trust.always(keys.resolve("policy.pem.pub")))),
                        folder.resolve("policies"),
                        new GatewayConfig.Cluster("127.0.0.1", clusterPort, List.of("127.0.0.1:" + clusterPort)),
                        new GatewayConfig.Consent(
                                new GatewayConfig.ConsentStore.InDataFolder(), GatewayConfig.Consent.USUAL_EVIDENCE),
                        new GatewayConfig.Delivery(Duration.ofSeconds(8), Duration.ofSeconds(5), 256 << 20),
                        Map.of("crm", source),
                        destinations,
                        null,
                        Governance.of(region)),
                new Clocks(clock, clock::ticks, RandomGenerator.getDefault()));
        client = new GatewayClient(URI.create("http://127.0.0.1:" + port), secrets.token("source"));
    }

    /** A node for cases that are in the order of their instants; its clock stands at the first. */
    static LawNode start(String region, String controller, Collection<ConsentCase> cases) {
        try {
            return new LawNode(region, controller, cases);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    GatewayClient client() {
        return client;
    }

    /** Moves legal time to {@code at}, and waits until the node decides again. */
    void moveTo(Instant at) {
        clock.pass(Duration.between(clock.instant(), at));
        Await.until("the node decides again", () -> client.get("/health/ready").status() == 200);
    }

    /** Recipients that differ in their paperwork only have names that differ by its digest. */
    static String destination(ConsentCase given) {
        var recipient = given.recipient();
        return (recipient.kind().name() + "-" + recipient.country() + "-"
                        + Integer.toHexString(recipient.mechanisms().hashCode()))
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    private void writePolicies(Collection<ConsentCase> cases) throws IOException {
        try (var files = Files.walk(POLICIES)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = folder.resolve("policies").resolve(POLICIES.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Files.createDirectories(folder.resolve("policies/destinations"));
        for (var one : cases) {
            Files.writeString(folder.resolve("policies/destinations/" + destination(one) + ".yaml"), """
                    kind: Destination
                    name: %s
                    title: A recipient of the law cases
                    destinationKind: %s
                    importer:
                      name: Importer
                      country: %s
                      role: %s
                      processingCountries: [%s]
                    sharedKey: email
                    fieldPlan:
                      otherwise: PASS
                    mechanisms: %s
                    """.formatted(
                            destination(one),
                            one.recipient().kind(),
                            one.recipient().country(),
                            one.recipient().role(),
                            one.recipient().country(),
                            PaperYaml.of(one.recipient().mechanisms())));
        }
    }

    private static DestinationConfig webhook(ConsentCase given, String secret) {
        return new DestinationConfig(
                destination(given),
                "webhook",
                true,
                new Settings(
                        "destinations." + destination(given),
                        Map.of(
                                "url",
                                "http://127.0.0.1:9/nobody",
                                "country",
                                given.recipient().country(),
                                "secret",
                                secret,
                                "sandbox",
                                true)));
    }

    @Override
    public void close() {
        node.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
