package io.activationgateway.gateway.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.keys.SecretFiles;
import io.activationgateway.gateway.keys.SecretKind;
import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An erasure ends what is kept of a person under identifiers that it does not name, on every database. */
class LinkedErasureTest {

    private static final String REQUESTS = "/opendsr/v2/requests";

    @ParameterizedTest
    @EnumSource
    void resultsEndForEveryIdentifierThatIsLinked(TestDatabase database) {
        try (var node = NodeFixture.start(setup(database))) {
            var crm = node.client();
            crm.consents(linked("ev-1", "ada@example.com", "u-1"), linked("ev-2", "bob@example.com", "u-2"));
            var ofAda = accessed(crm, "ada@example.com");
            var ofBob = accessed(crm, "bob@example.com");

            erase(crm, "ev-3", "u-1");

            assertThat(crm.get(REQUESTS + "/" + ofAda + "/results").status()).isEqualTo(410);
            assertThat(crm.get(REQUESTS + "/" + ofBob + "/results").status()).isEqualTo(200);

            requested(crm, "erasure", "controller_customer_id", "u-2");
            assertThat(crm.get(REQUESTS + "/" + ofBob + "/results").status()).isEqualTo(410);
        }
    }

    @ParameterizedTest
    @EnumSource
    void alsoUnderTheNextPseudonymKey(TestDatabase database) {
        try (var node = NodeFixture.start(setup(database))) {
            var crm = node.client();
            crm.consents(linked("ev-1", "ada@example.com", "u-1"), linked("ev-2", "bob@example.com", "u-2"));
            var ofAda = accessed(crm, "ada@example.com");
            var ofBob = accessed(crm, "bob@example.com");
            rotate(node);

            erase(crm, "ev-3", "u-1");

            assertThat(crm.get(REQUESTS + "/" + ofAda + "/results").status()).isEqualTo(410);
            assertThat(crm.get(REQUESTS + "/" + ofBob + "/results").status()).isEqualTo(200);
        }
    }

    private static Setup setup(TestDatabase database) {
        var setup = Setup.EU.withDataSubjectRequests(Set.of(), Duration.ZERO);
        return database == TestDatabase.H2 ? setup : setup.withPostgres();
    }

    private static void rotate(NodeFixture node) {
        new SecretFiles(node.folder().resolve("keys"), new SecureRandom())
                .init(List.of(new SecretFiles.Wanted("pseudonym.key.1", SecretKind.PSEUDONYM_KEY)));
        var crm = node.client();
        assertThat(crm.call("POST", "/v1/register/rotation").send().status()).isEqualTo(202);
        Await.until("the rotation is over", () -> {
            node.clock().pass(Duration.ofMillis(200));
            return crm.get("/v1/register/rotation").json().getInteger("generation") == 1;
        });
        Await.until("the node decides again", () -> crm.get("/health/ready").status() == 200);
    }

    private static JsonObject linked(String event, String email, String user) {
        var grant = NodeFixture.grant(event, email);
        grant.getJsonObject("identifiers").put("user_id", user);
        return grant;
    }

    private static String accessed(GatewayClient crm, String email) {
        var id = requested(crm, "access", "email", email);
        var results = crm.get(REQUESTS + "/" + id + "/results");
        assertThat(results.status()).as(results.body()).isEqualTo(200);
        return id;
    }

    private static String requested(GatewayClient crm, String kind, String type, String value) {
        var id = UUID.randomUUID().toString();
        var request = new JsonObject()
                .put("subject_request_id", id)
                .put("subject_request_type", kind)
                .put("submitted_time", "2026-11-20T09:00:00Z")
                .put("api_version", "2.0")
                .put(
                        "subject_identities",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("identity_type", type)
                                        .put("identity_value", value)
                                        .put("identity_format", "raw")));
        var created = crm.call("POST", REQUESTS)
                .body("application/json", request.encode())
                .send();
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        Await.until(
                "the request is completed",
                () -> crm.get(REQUESTS + "/" + id)
                        .json()
                        .getString("request_status")
                        .equals("completed"));
        return id;
    }

    private static void erase(GatewayClient crm, String event, String user) {
        var erased = crm.call("POST", "/v1/erasures")
                .records(List.of(
                        new JsonObject().put("event", event).put("identifiers", new JsonObject().put("user_id", user))))
                .send();
        assertThat(erased.status()).as(erased.body()).isEqualTo(200);
    }
}
