package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The life of a policy version over HTTP, by people in their roles. */
class PolicyLifecycleApiTest {

    private static final String CLOSED = """
            kind: Destination
            name: webhook-gb
            title: A British customer data platform without paperwork
            destinationKind: CDP
            importer:
              name: Example Data Ltd
              country: GB
              role: PROCESSOR
              processingCountries: [GB]
            sharedKey: email
            requiredFields: [email]
            """;

    private static NodeFixture node;
    private static GatewayClient editor;
    private static GatewayClient approver;
    private static GatewayClient operator;
    private static GatewayClient auditor;

    @BeforeAll
    static void start() {
        node = NodeFixture.start();
        editor = node.client(NodeFixture.EDITOR);
        approver = node.client(NodeFixture.APPROVER);
        operator = node.client(NodeFixture.OPERATOR);
        auditor = node.client(NodeFixture.AUDITOR);
        node.client().consents(grant("ev-1", "ada@example.com"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aVersionIsDraftedApprovedByAnotherAndPublished() {
        long before = version();
        var draft = begin("Another title");
        var id = draft.getString("draft");
        var text = document(id, "webhook-gb");
        var edited = put(editor, id, text.replaceFirst("title: .*", "title: The receiver in London"));
        assertThat(edited.status()).as(edited.body()).isEqualTo(200);
        assertThat(edited.json().getString("digest")).isNotEqualTo(draft.getString("digest"));

        var check = editor.get("/v1/policies/drafts/" + id + "/check").json();
        assertThat(check.getBoolean("publishable")).as(check.encodePrettily()).isTrue();
        assertThat(check.getJsonArray("examples")).isNotEmpty();
        var diff = editor.get("/v1/policies/diff?from=acting&to=" + id).json().getString("text");
        assertThat(diff)
                .startsWith("changed  Destination webhook-gb\n  title: ")
                .contains("The receiver in London");

        assertThat(publish(id).code()).isEqualTo("not-approved");
        assertThat(approve(editor, id, edited).code()).isEqualTo("forbidden");
        var approved = approve(approver, id, edited);
        assertThat(approved.json().getJsonArray("approvals")).hasSize(1);

        var published = publish(id);
        assertThat(published.status()).as(published.body()).isEqualTo(200);
        assertThat(published.json().getLong("version")).isEqualTo(before + 1);
        assertThat(published.json().getJsonObject("convergence").getBoolean("reached"))
                .isTrue();
        var decided = node.client().decide("webhook-gb", "purpose=email-newsletter", row("c-1", "ada@example.com"));
        assertThat(decided.json().getJsonObject("policy").getLong("version")).isEqualTo(before + 1);

        var version = auditor.get("/v1/policies/versions/" + (before + 1)).json();
        assertThat(version.getJsonArray("approvals").getJsonObject(0).getString("by"))
                .isEqualTo(NodeFixture.APPROVER);
        assertThat(version.getString("digest")).isEqualTo(edited.json().getString("digest"));
        assertThat(publish(id).code()).isEqualTo("draft-closed");
    }

    @Test
    void whoWroteInADraftDoesNotApproveIt() {
        var id = begin("Two editors").getString("draft");
        var edited = put(approver, id, document(id, "webhook-gb").replaceFirst("title: .*", "title: By the approver"));

        assertThat(approve(approver, id, edited).code()).isEqualTo("four-eyes");
    }

    @Test
    void anApprovalIsOfOneContentOnly() {
        var id = begin("Changed after approval").getString("draft");
        var first = put(editor, id, document(id, "webhook-gb").replaceFirst("title: .*", "title: First"));
        assertThat(approve(approver, id, first).status()).isEqualTo(200);
        var second = put(editor, id, document(id, "webhook-gb").replaceFirst("title: .*", "title: Second"));
        assertThat(second.json().getJsonArray("approvals")).isEmpty();

        assertThat(publish(id).code()).isEqualTo("not-approved");
        assertThat(approve(approver, id, first).code()).isEqualTo("draft-changed");
    }

    @Test
    void whatFailsItsExamplesIsNotApproved() {
        var id = begin("Closed").getString("draft");
        var edited = put(editor, id, CLOSED);
        var check = editor.get("/v1/policies/drafts/" + id + "/check").json();

        assertThat(check.getBoolean("publishable")).isFalse();
        var refused = approve(approver, id, edited);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("policy-faulty");
        assertThat(refused.json().getJsonArray("errors")).isEqualTo(check.getJsonArray("errors"));
    }

    @Test
    void aDraftMayBeBrokenForAWhile() {
        var id = begin("Broken").getString("draft");
        var broken = put(editor, id, "kind: Purpose\nname: half\n");
        assertThat(broken.json().getString("digest")).isEmpty();
        var check = editor.get("/v1/policies/drafts/" + id + "/check").json();
        assertThat(check.getJsonArray("errors").getJsonObject(0).getString("file"))
                .isEqualTo("Purpose/half.yaml");
        assertThat(put(editor, id, "nonsense").code()).isEqualTo("policy-faulty");

        var mended = editor.call("DELETE", "/v1/policies/drafts/" + id + "/document?kind=Purpose&name=half")
                .send();
        assertThat(mended.json().getString("digest")).isNotEmpty();
        assertThat(approve(approver, id, mended).code()).isEqualTo("no-change");
        assertThat(editor.call("DELETE", "/v1/policies/drafts/" + id)
                        .send()
                        .json()
                        .getString("state"))
                .isEqualTo("discarded");
        assertThat(put(editor, id, CLOSED).code()).isEqualTo("draft-closed");
    }

    @Test
    void anOlderContentIsPublishedAgainAsANewVersion() {
        long before = version();
        var old = auditor.get("/v1/policies/versions/" + before).json().getString("digest");
        var id = begin("To be taken back").getString("draft");
        var changed = put(editor, id, document(id, "webhook-gb").replaceFirst("title: .*", "title: Mistake"));
        assertThat(approve(approver, id, changed).status()).isEqualTo(200);
        assertThat(publish(id).status()).isEqualTo(200);

        var back = editor.call("POST", "/v1/policies/versions/" + before + "/rollback")
                .send();
        assertThat(back.json().getString("digest")).isEqualTo(old);
        assertThat(approve(approver, back.json().getString("draft"), back).status())
                .isEqualTo(200);
        assertThat(publish(back.json().getString("draft")).json().getLong("version"))
                .isEqualTo(before + 2);
        assertThat(auditor.get("/v1/policies/diff?from=" + before + "&to=" + (before + 2))
                        .json()
                        .getString("text"))
                .isEqualTo("no difference");
    }

    @Test
    void aDraftFromBeforeAnotherVersionIsOutdated() {
        var late = begin("Late").getString("draft");
        var written = put(editor, late, document(late, "webhook-gb").replaceFirst("title: .*", "title: Late"));
        var first = begin("First").getString("draft");
        var other = put(editor, first, document(first, "webhook-de").replaceFirst("title: .*", "title: First"));
        assertThat(approve(approver, first, other).status()).isEqualTo(200);
        assertThat(publish(first).status()).isEqualTo(200);

        assertThat(approve(approver, late, written).code()).isEqualTo("draft-outdated");
    }

    @Test
    void aDraftIsTriedOnTheTrafficThatWasSeen() {
        try (var other = NodeFixture.start()) {
            var crm = other.client();
            crm.consents(grant("ev-1", "ada@example.com"));
            crm.decide(
                    "webhook-gb",
                    "purpose=email-newsletter",
                    row("c-1", "ada@example.com").put("shoe_size", "38"),
                    row("c-2", "nobody@example.com"),
                    row("c-3", "can@example.com").put("country", "TR"));
            crm.decide("webhook-de", "purpose=email-newsletter", row("c-1", "ada@example.com"));
            var writer = other.client(NodeFixture.EDITOR);
            var documents = writer.get("/v1/policies/versions/1").json().getJsonObject("documents");
            documents.put("Destination/webhook-gb.yaml", CLOSED);

            var plan = writer.call("POST", "/v1/policies/plan")
                    .body(
                            "application/json",
                            new JsonObject().put("documents", documents).encode())
                    .send()
                    .json();

            assertThat(plan.getJsonObject("check").getBoolean("publishable")).isFalse();
            assertThat(plan.getJsonObject("diff").getString("text")).contains("Destination webhook-gb");
            var whatIf = plan.getJsonObject("what_if");
            var coverage = whatIf.getJsonObject("coverage");
            assertThat(coverage.getLong("screened")).isEqualTo(4);
            assertThat(coverage.getLong("recorded")).isEqualTo(4);
            assertThat(coverage.getLong("decided")).isEqualTo(4);
            var flips = whatIf.getJsonArray("flips");
            assertThat(flips).as(whatIf.encodePrettily()).hasSize(2);
            assertThat(flips.getJsonObject(1).getString("change")).isEqualTo("other-reason");
            var flip = flips.getJsonObject(0);
            assertThat(flip.getString("change")).isEqualTo("newly-withheld");
            assertThat(flip.getString("destination")).isEqualTo("webhook-gb");
            assertThat(flip.getString("country")).isEqualTo("DE");
            assertThat(flip.getString("before")).isEqualTo("forward");
            assertThat(flip.getLong("records")).isEqualTo(1);
            assertThat(whatIf.getJsonObject("counts").getLong("same")).isEqualTo(2);
            assertThat(whatIf.getJsonArray("gaps").getJsonObject(0).getString("column"))
                    .isEqualTo("shoe_size");
            assertThat(whatIf.encode()).doesNotContain("@");
            assertThat(problems(plan.getJsonObject("check").getJsonArray("warnings")))
                    .contains("rows bring a column \"shoe_size\" that the catalogue does not know");

            var draft = writer.call("POST", "/v1/policies/drafts")
                    .body("application/json", "{\"title\":\"As it is\"}")
                    .send()
                    .json()
                    .getString("draft");
            var same = writer.call("POST", "/v1/policies/drafts/" + draft + "/what-if")
                    .send()
                    .json();
            assertThat(same.getJsonArray("flips")).isEmpty();
            assertThat(problems(writer.get("/v1/policies/drafts/" + draft + "/check")
                            .json()
                            .getJsonArray("warnings")))
                    .contains("rows bring a column \"shoe_size\" that the catalogue does not know");
        }
    }

    private static List<String> problems(JsonArray remarks) {
        return remarks.stream()
                .map(remark -> ((JsonObject) remark).getString("problem"))
                .toList();
    }

    @Test
    void everyDeedIsKeptForTheAuditor() {
        var id = begin("For the trail").getString("draft");
        put(editor, id, document(id, "webhook-gb").replaceFirst("title: .*", "title: Trail"));

        assertThat(editor.get("/v1/policies/audit").code()).isEqualTo("forbidden");
        assertThat(node.client().get("/v1/policies/audit").code()).isEqualTo("unauthorized");
        var trail = entries();
        assertThat(trail.getFirst().getString("person")).isEqualTo("start");
        assertThat(trail.getFirst().getString("subject")).isEqualTo("version 1");
        assertThat(trail.stream()
                        .filter(entry -> entry.getString("subject").equals(id))
                        .map(entry -> entry.getString("person") + " " + entry.getString("action")))
                .containsExactly("edith draft-begun", "edith draft-changed");
        for (int i = 0; i < trail.size(); i++) {
            assertThat(trail.get(i).getLong("sequence")).isEqualTo(i + 1);
        }
    }

    @Test
    void aNewStartDoesNotTakeThePeoplesVersionBack() {
        try (var other = NodeFixture.start()) {
            var writer = other.client(NodeFixture.EDITOR);
            var id = writer.call("POST", "/v1/policies/drafts")
                    .body("application/json", "{\"title\":\"Kept\"}")
                    .send()
                    .json()
                    .getString("draft");
            var text = writer.get("/v1/policies/drafts/" + id)
                    .json()
                    .getJsonObject("documents")
                    .getString("Destination/webhook-gb.yaml");
            var edited = writer.call("PUT", "/v1/policies/drafts/" + id + "/document")
                    .body("application/yaml", text.replaceFirst("title: .*", "title: Kept"))
                    .send();
            approve(other.client(NodeFixture.APPROVER), id, edited);
            other.client(NodeFixture.OPERATOR)
                    .call("POST", "/v1/policies/drafts/" + id + "/publish?wait=30")
                    .send();

            other.restart();

            var status = other.client(NodeFixture.AUDITOR).get("/v1/policies").json();
            assertThat(status.getLong("version")).isEqualTo(2);
            assertThat(status.getString("digest")).isEqualTo(edited.json().getString("digest"));
        }
    }

    private static JsonObject begin(String title) {
        var begun = editor.call("POST", "/v1/policies/drafts")
                .body("application/json", new JsonObject().put("title", title).encode())
                .send();
        assertThat(begun.status()).as(begun.body()).isEqualTo(200);
        return begun.json();
    }

    private static String document(String draft, String destination) {
        return editor.get("/v1/policies/drafts/" + draft)
                .json()
                .getJsonObject("documents")
                .getString("Destination/" + destination + ".yaml");
    }

    private static Reply put(GatewayClient person, String draft, String text) {
        return person.call("PUT", "/v1/policies/drafts/" + draft + "/document")
                .body("application/yaml", text)
                .send();
    }

    private static Reply approve(GatewayClient person, String draft, Reply edited) {
        return person.call("POST", "/v1/policies/drafts/" + draft + "/approve")
                .body(
                        "application/json",
                        new JsonObject()
                                .put("digest", edited.json().getString("digest"))
                                .encode())
                .send();
    }

    private static Reply publish(String draft) {
        return operator.call("POST", "/v1/policies/drafts/" + draft + "/publish?wait=30")
                .send();
    }

    private static long version() {
        return auditor.get("/v1/policies").json().getLong("version");
    }

    private static List<JsonObject> entries() {
        JsonArray entries = auditor.get("/v1/policies/audit").json().getJsonArray("entries");
        return entries.stream().map(JsonObject.class::cast).toList();
    }
}
