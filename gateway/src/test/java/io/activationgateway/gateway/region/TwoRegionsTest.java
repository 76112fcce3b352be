package io.activationgateway.gateway.region;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.gateway.cli.CommandLines;
import io.activationgateway.gateway.config.ConfigLoader;
import io.activationgateway.gateway.config.GatewayConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An authority and a follower, three members each, on a PostgreSQL of their own, with real Hazelcast clusters and mutual
 * TLS between them: versions under load, over a cut line, and while members end.
 */
@Timeout(300)
class TwoRegionsTest {

    private static final Path POLICIES = Path.of("../deploy/policies").toAbsolutePath();
    private static final int MEMBERS = 3;
    private static final String EU = "eu-central";
    private static final String TR = "tr-istanbul";

    private final SettableClock clock = new SettableClock();
    private final Map<String, RegionNode> nodes = new LinkedHashMap<>();
    private final Map<String, GatewayConfig> configs = new LinkedHashMap<>();

    @TempDir
    private Path folder;

    private EmbeddedPostgres postgres;
    private CutLine line;
    private int feedPort;

    @BeforeEach
    void start() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "300")
                .start();
        feedPort = ReservedPorts.reserve(1).getFirst();
        line = new CutLine(feedPort);
        var files = new ArrayList<String>();
        for (var region : List.of(EU, TR)) {
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + region.substring(0, 2));
            }
            var ports = ReservedPorts.reserve(2 * MEMBERS);
            for (int member = 0; member < MEMBERS; member++) {
                var file = folder.resolve(region + "-" + member + ".yaml");
                Files.writeString(file, yaml(region, member, ports), UTF_8);
                files.add(file.toString());
            }
        }
        var arguments = new ArrayList<>(List.of("keys", "init"));
        arguments.addAll(files);
        var said = new StringWriter();
        var terminal = new PrintWriter(said, true);
        int code = CommandLines.execute(terminal, terminal, arguments.toArray(String[]::new));
        assertThat(code).as(said.toString()).isZero();
        for (var file : files) {
            var config = ConfigLoader.load(Path.of(file), Map.of("PW", "postgres")::get);
            configs.put(config.node(), config);
            nodes.put(config.node(), node(config));
        }
    }

    @AfterEach
    void stop() throws IOException {
        nodes.values().forEach(RegionNode::close);
        line.close();
        postgres.close();
    }

    @Test
    void versionsReachEveryNodeOfBothRegionsAndNobodyGoesBack() throws Exception {
        Await.until("both regions have the first version", () -> missing(1).isEmpty());
        assertThatThrownBy(this::askAsAStranger).isInstanceOf(IOException.class);
        try (var load = new Load()) {
            for (int i = 0; i < 3; i++) {
                var convergence = publish("Title " + i, 30);
                assertThat(convergence.getBoolean("reached"))
                        .as(convergence.encode())
                        .isTrue();
            }
            load.sees(EU, 4);
            load.sees(TR, 4);

            line.cut();
            var cut = publish("While the line is cut", 1);
            assertThat(cut.getBoolean("reached")).isFalse();
            Await.until(
                    "only the follower lacks it",
                    () -> !missing(5).isEmpty() && missing(5).stream().allMatch(each -> each.startsWith(TR)));
            load.sees(EU, 5);
            line.mend();
            Await.until("the follower has what it missed", () -> missing(5).isEmpty());
            load.sees(TR, 5);

            end(EU + "-2");
            end(TR + "-1");
            var alone = publish("While members end", 30);
            assertThat(alone.getBoolean("reached")).as(alone.encode()).isTrue();
            begin(TR + "-1");
            load.sees(TR, 6);
            load.sees(EU, 6);
        }
    }

    @Test
    void aFollowerHoldsWhenItsAuthorityIsSilentForTooLong() {
        Await.until("the follower decides", () -> decide(TR + "-0") != null);
        line.cut();
        clock.pass(Duration.ofMinutes(11));

        Await.until("it holds", () -> readiness(TR + "-0").equals("stale.policy"));
        assertThat(decide(TR + "-0")).isNull();
        end(TR + "-0");
        begin(TR + "-0");
        assertThat(readiness(TR + "-0")).as("a restart renews nothing").isEqualTo("stale.policy");
        assertThat(decide(EU + "-0")).isNotNull();

        line.mend();
        Await.until("it hears of its authority", () -> readiness(TR + "-0").isEmpty());
    }

    @Test
    void aDraftIsTriedOnTheTrafficOfEveryNodeOfTheRegion() throws Exception {
        for (int member = 0; member < MEMBERS; member++) {
            var rows = new ArrayList<JsonObject>();
            for (int row = 0; row <= member; row++) {
                rows.add(NodeFixture.row("c-" + row, "ada@example.com").put("column_of_" + member, 1));
            }
            client(EU + "-" + member, "crm")
                    .decide("webhook-de", "purpose=email-newsletter", rows.toArray(JsonObject[]::new));
        }

        var coverage = plan().getJsonObject("what_if").getJsonObject("coverage");

        assertThat(coverage.getJsonArray("nodes").stream()
                        .map(JsonObject.class::cast)
                        .collect(toMap(node -> node.getString("node"), node -> node.getLong("screened"))))
                .isEqualTo(Map.of(EU + "-0", 1L, EU + "-1", 2L, EU + "-2", 3L));
        assertThat(coverage.getLong("decided")).isEqualTo(6);
        assertThat(coverage.getJsonArray("silent")).isEmpty();
        Await.until("the check at one node knows the columns of the others", () -> {
            var warnings =
                    plan().getJsonObject("check").getJsonArray("warnings").encode();
            return warnings.contains("column_of_0")
                    && warnings.contains("column_of_1")
                    && warnings.contains("column_of_2");
        });

        try (var connection = postgres.getDatabase("postgres", "eu").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO policy_node (region, node, prepared, acting, refused, seen)"
                    + " VALUES ('eu-central', 'mute', 1, 1, '', CURRENT_TIMESTAMP)");
        }
        var without = plan().getJsonObject("what_if").getJsonObject("coverage");
        assertThat(without.getJsonArray("silent")).containsExactly("mute");
        assertThat(without.getLong("screened")).isEqualTo(6);
    }

    private JsonObject plan() {
        var editor = client(EU + "-0", "edith");
        var acting = editor.get("/v1/policies/versions/1").json().getJsonObject("documents");
        return editor.call("POST", "/v1/policies/plan")
                .body(
                        "application/json",
                        new JsonObject().put("documents", acting).encode())
                .send()
                .json();
    }

    /** Asks every node for decisions all the time; each must be under one version, which never goes back on a node. */
    private final class Load implements AutoCloseable {

        private final AtomicBoolean over = new AtomicBoolean();
        private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        private final Map<String, Long> newest = new ConcurrentHashMap<>();
        private final List<Thread> threads = new ArrayList<>();

        Load() {
            for (var node : nodes.keySet()) {
                threads.add(Thread.ofVirtual().start(() -> ask(node)));
            }
        }

        private void ask(String node) {
            while (!over.get()) {
                var version = decide(node);
                if (version != null) {
                    long before = newest.getOrDefault(node, 0L);
                    if (version < before) {
                        wrong.add(node + " went from " + before + " to " + version);
                    }
                    newest.put(node, version);
                }
            }
        }

        void sees(String region, long version) {
            Await.until(
                    region + " decides under " + version,
                    () -> newest.entrySet().stream()
                            .filter(each -> each.getKey().startsWith(region) && nodes.containsKey(each.getKey()))
                            .allMatch(each -> each.getValue() >= version));
        }

        @Override
        public void close() {
            over.set(true);
            for (var thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    /** The version that a node decides under, null where it decides nothing now. */
    private Long decide(String node) {
        try {
            var answer = client(node, "crm")
                    .decide(
                            node.startsWith(EU) ? "webhook-de" : "webhook-tr",
                            "purpose=email-newsletter",
                            NodeFixture.row("c-1", "ada@example.com"));
            return answer.status() == 200
                    ? answer.json().getJsonObject("policy").getLong("version")
                    : null;
        } catch (RuntimeException gone) {
            return null;
        }
    }

    private JsonObject publish(String title, int wait) {
        var editor = client(EU + "-0", "edith");
        var draft = editor.call("POST", "/v1/policies/drafts")
                .body("application/json", new JsonObject().put("title", title).encode())
                .send()
                .json()
                .getString("draft");
        var text = editor.get("/v1/policies/drafts/" + draft)
                .json()
                .getJsonObject("documents")
                .getString("Destination/webhook-de.yaml");
        var written = editor.call("PUT", "/v1/policies/drafts/" + draft + "/document")
                .body("application/yaml", text.replaceFirst("title: .*", "title: " + title))
                .send();
        var approved = client(EU + "-1", "grace")
                .call("POST", "/v1/policies/drafts/" + draft + "/approve")
                .body(
                        "application/json",
                        new JsonObject()
                                .put("digest", written.json().getString("digest"))
                                .encode())
                .send();
        assertThat(approved.status()).as(approved.body()).isEqualTo(200);
        var published = client(EU + "-0", "grace")
                .call("POST", "/v1/policies/drafts/" + draft + "/publish?wait=" + wait)
                .send();
        assertThat(published.status()).as(published.body()).isEqualTo(200);
        return published.json().getJsonObject("convergence");
    }

    /** Trusts everybody and has no certificate of its own. */
    private void askAsAStranger() throws Exception {
        var trusting = SSLContext.getInstance("TLSv1.3");
        trusting.init(null, new TrustManager[] {new TrustsEverybody()}, null);
        try (var socket = trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), feedPort)) {
            socket.getOutputStream().write("GET /v1/policy-feed HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
            socket.getOutputStream().flush();
            if (socket.getInputStream().read() < 0) {
                throw new IOException("closed without an answer");
            }
        }
    }

    private static final class TrustsEverybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Who does not act under at least this version. */
    private Set<String> missing(long version) {
        var convergence = client(EU + "-0", "grace").get("/v1/policies").json().getJsonObject("convergence");
        var missing = new TreeSet<String>();
        JsonArray lacking = convergence.getJsonArray("missing");
        lacking.forEach(each -> missing.add(String.valueOf(each)));
        if (convergence.getLong("version") < version) {
            missing.add(EU);
        }
        return missing;
    }

    private String readiness(String node) {
        var answer = client(node, "crm").get("/health/ready");
        return answer.status() == 503 ? answer.json().getString("reason") : "";
    }

    private void end(String node) {
        nodes.remove(node).close();
    }

    private void begin(String node) {
        nodes.put(node, node(configs.get(node)));
    }

    private RegionNode node(GatewayConfig config) {
        return RegionNode.start(config, new Clocks(clock, clock::ticks, RandomGenerator.getDefault()));
    }

    private GatewayClient client(String node, String who) {
        try {
            return new GatewayClient(
                    URI.create("http://127.0.0.1:" + configs.get(node).listen().port()),
                    Files.readString(folder.resolve("keys/" + who)).strip());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String yaml(String region, int member, List<Integer> ports) {
        boolean isAuthority = region.equals(EU);
        var members = ports.subList(MEMBERS, 2 * MEMBERS).stream()
                .map(port -> "\"127.0.0.1:" + port + "\"")
                .toList();
        var head = """
                region: %s
                node: %s
                data: data/%s
                policies: %s
                listen: { port: %d }
                cluster: { port: %d, members: %s }
                consent:
                  store: { url: "%s", user: postgres, password: { env: PW } }
                delivery: { lease_ms: 10000 } # six nodes and their load on two processors: a pause must end no statement
                """.formatted(
                        region,
                        region + "-" + member,
                        region + "-" + member,
                        POLICIES,
                        ports.get(member),
                        ports.get(MEMBERS + member),
                        members,
                        postgres.getJdbcUrl("postgres", region.substring(0, 2)));
        var keys = """
                keys:
                  pseudonym: keys/%1$s-pseudonym
                  ledger: keys/%2$s-ledger.pem
                  %3$s
                  policy_trust: [keys/policy.pem.pub]
                sources:
                  crm:
                    key: { file: keys/crm }
                    controller: %4$s
                    brand: acme
                    destinations: [%5$s]
                    purposes: [email-newsletter]
                destinations:
                  %5$s:
                    vendor: webhook
                    url: https://receiver.example/hook
                    country: %6$s
                    secret: { file: keys/hook }
                    sandbox: true
                """.formatted(
                        region,
                        region + "-" + member,
                        isAuthority ? "policy_signer: keys/policy.pem" : "",
                        isAuthority ? "acme-eu" : "acme-tr",
                        isAuthority ? "webhook-de" : "webhook-tr",
                        isAuthority ? "DE" : "TR");
        var authority = """
                people:
                  edith: { key: { file: keys/edith }, roles: [editor] }
                  grace: { key: { file: keys/grace }, roles: [approver, operator] }
                policy:
                  regions: [eu-central, tr-istanbul]
                """ + (member > 0 ? "" : """
                  serve: { port: %d, key: keys/eu.key, certificate: keys/eu.key.crt, followers: [keys/tr.key.crt] }
                """.formatted(feedPort));
        var follower = """
                policy:
                  follow:
                    urls: ["https://127.0.0.1:%d"]
                    key: keys/tr.key
                    certificate: keys/tr.key.crt
                    authority: [keys/eu.key.crt]
                    max_age_minutes: 10
                """.formatted(line.port());
        return head + keys + (isAuthority ? authority : follower);
    }
}
