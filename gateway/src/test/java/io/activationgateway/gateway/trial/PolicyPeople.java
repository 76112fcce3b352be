package io.activationgateway.gateway.trial;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The people who write, approve and publish versions in the authority's region of a trial. One thread. */
final class PolicyPeople {

    private final TwoRegions regions;
    private int drafts;

    PolicyPeople(TwoRegions regions) {
        this.regions = regions;
    }

    /** A draft with another title for a destination, approved. */
    String approved() {
        var editor = regions.client(0, "edith");
        var draft = json(editor.call("POST", "/v1/policies/drafts")
                        .body("application/json", "{\"title\":\"Trial\"}")
                        .send())
                .getString("draft");
        var text = json(editor.get("/v1/policies/drafts/" + draft))
                .getJsonObject("documents")
                .getString("Destination/webhook-de.yaml")
                .replaceFirst("title: .*", "title: Version " + ++drafts + " of a partner");
        var written = json(editor.call("PUT", "/v1/policies/drafts/" + draft + "/document")
                .body("application/yaml", text)
                .send());
        json(editor.get("/v1/policies/drafts/" + draft + "/check"));
        json(regions.client(1, "grace")
                .call("POST", "/v1/policies/drafts/" + draft + "/approve")
                .body(
                        "application/json",
                        new JsonObject()
                                .put("digest", written.getString("digest"))
                                .encode())
                .send());
        return draft;
    }

    Reply publish(int node, String draft) {
        return regions.client(node, "grace")
                .call("POST", "/v1/policies/drafts/" + draft + "/publish")
                .send();
    }

    static long version(Reply published) {
        return json(published).getLong("version");
    }

    private static JsonObject json(Reply reply) {
        if (reply.status() != 200) {
            throw new IllegalStateException("answered " + reply.status() + ": " + reply.body());
        }
        return reply.json();
    }

    List<JsonObject> versions() {
        return json(regions.client(0, "edith").get("/v1/policies/versions")).getJsonArray("versions").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    long newest() {
        return versions().stream()
                .mapToLong(version -> version.getLong("version"))
                .max()
                .orElseThrow();
    }
}
