package io.activationgateway.gateway.api;

import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.residency.verdict.Reason;

/** Every problem the API can answer with, in one place. The codes are documented in the OpenAPI document. */
final class Problems {

    private Problems() {}

    static Problem unauthorized() {
        return Problem.of(
                401,
                "unauthorized",
                "Who are you?",
                "No source has this key; send Authorization: Bearer <source key>.");
    }

    static Problem forbidden(String what, String name) {
        return Problem.of(
                403,
                "forbidden",
                "Not for this source",
                "This source may not use the " + what + " " + name + "; its configuration lists what it may use.");
    }

    static Problem unknownDestination() {
        return Problem.of(
                404,
                "unknown-destination",
                "No such destination",
                "No destination of this name is configured in this region.");
    }

    static Problem notFound() {
        return Problem.of(404, "not-found", "Nothing here", "See /openapi.yaml for what there is.");
    }

    static Problem methodNotAllowed(String allowed) {
        return Problem.of(405, "method-not-allowed", "Method not allowed", "Use " + allowed + ".");
    }

    /** The parameter itself is not repeated: it may be anything. */
    static Problem unknownParameter(String known) {
        return Problem.of(
                400,
                "parameter",
                "A parameter is missing or wrong",
                "A parameter of the URL is not known here: expected only " + known + ".");
    }

    static Problem parameter(String name, String expected) {
        return Problem.of(
                400,
                "parameter",
                "A parameter is missing or wrong",
                "Parameter " + name + ": expected " + expected + ".");
    }

    static Problem mediaType() {
        return Problem.of(
                415,
                "media-type",
                "This kind of body is not read here",
                "Send application/json, application/x-ndjson or text/csv, in UTF-8.");
    }

    static Problem bulkMediaType() {
        return Problem.of(
                415,
                "media-type",
                "This kind of body is not read here",
                "An answer in lines is given to application/x-ndjson and text/csv; send one of them, or ask for"
                        + " application/json.");
    }

    static Problem encoding() {
        return Problem.of(
                415,
                "content-encoding",
                "This packing is not read here",
                "Send the body as it is, or packed with gzip.");
    }

    static Problem tooLarge(long limit) {
        return Problem.of(
                413, Reading.Broken.TOO_LARGE, "The body is too large", "Send at most " + limit + " bytes a body.");
    }

    static Problem operation(String detail) {
        return Problem.of(422, "operation-not-supported", "The destination cannot do this", detail);
    }

    static Problem broken(Reading.Broken broken) {
        var place = broken.offset() >= 0 ? " Offset " + broken.offset() + "." : "";
        return Problem.of(broken.status(), broken.type(), "The body cannot be read", broken.detail() + place);
    }

    static Problem stale(Reason reason) {
        return Problem.comeBack(reason.code(), "Not now", reason.english() + "; nothing was sent. Send it again.");
    }

    static Problem busy() {
        return Problem.comeBack(
                "busy", "Too much at once", "Too many bytes are in flight; send it again a little later.");
    }

    static Problem draining() {
        return Problem.comeBack(
                "draining", "Shutting down", "This node takes nothing new; send it to another or again.");
    }

    static Problem unstored() {
        return Problem.comeBack(
                "unstored",
                "Not stored for certain",
                "The register could not be written; send the events again, a repetition does no harm.");
    }

    /** @param detail why, and what to do */
    static Problem rotation(String detail) {
        return Problem.of(409, "rotation", "The pseudonym key cannot be rotated now", detail);
    }

    static Problem outboxFull() {
        return Problem.comeBack(
                "outbox-full",
                "Too much waits",
                "The outbox holds as much as it may; nothing was taken. Send it again later, or without"
                        + " Prefer: respond-async.");
    }

    static Problem outboxAway() {
        return outboxAway(
                "Whether the activation is stored is not certain; send it again with the same Activation-Id.");
    }

    /** To who only asks. */
    static Problem outboxUnread() {
        return outboxAway("Nothing was changed; ask again.");
    }

    /** To who redrives. */
    static Problem outboxUnsure() {
        return outboxAway(
                "Whether dead letters were put back is not certain; list them, and redrive those that are left.");
    }

    static Problem outboxAway(String remedy) {
        return Problem.comeBack("outbox-away", "The outbox does not answer", remedy);
    }

    static Problem otherActivation() {
        return Problem.of(
                409,
                "activation-differs",
                "Another activation has this id",
                "What was posted with this Activation-Id was something else; choose a new ULID for each batch.");
    }

    static Problem activationRunning() {
        return Problem.of(
                409,
                "activation-running",
                "Still under way",
                "The activation of this Activation-Id is being sent; ask for it again when that has ended.");
    }

    static Problem unknownActivation() {
        return Problem.of(
                404,
                "unknown-activation",
                "No such activation",
                "Nothing is kept of an activation of this source with this id; results are kept for a while only.");
    }

    static Problem unread() {
        return Problem.comeBack("unread", "Not read", "The register could not be read; ask again.");
    }

    static Problem noGrant() {
        return Problem.of(
                404,
                "no-grant",
                "No such grant",
                "The register has no proven grant of this event for these identifiers.");
    }

    static Problem unknownPerson() {
        return Problem.of(
                401,
                "unauthorized",
                "Who are you?",
                "Nobody among people in the configuration has this key; send Authorization: Bearer <your key>.");
    }

    static Problem role(String roles) {
        return Problem.of(
                403,
                "forbidden",
                "Not in your role",
                "This is for the role " + roles + "; the configuration gives roles.");
    }

    static Problem unknownDraft(String expected) {
        return Problem.of(404, "unknown-draft", "No such draft", "Expected: " + expected + ".");
    }

    static Problem unknownVersion(String expected) {
        return Problem.of(404, "unknown-version", "No such version", "Expected: " + expected + ".");
    }

    static Problem draftClosed(String expected) {
        return Problem.of(409, "draft-closed", "The draft has ended", "Expected: " + expected + ".");
    }

    static Problem draftOutdated(String expected) {
        return Problem.of(409, "draft-outdated", "Another version came first", "Expected: " + expected + ".");
    }

    static Problem draftChanged(String expected) {
        return Problem.of(409, "draft-changed", "The draft is another by now", "Expected: " + expected + ".");
    }

    static Problem fourEyes(String expected) {
        return Problem.of(403, "four-eyes", "Not by those who wrote it", "Expected: " + expected + ".");
    }

    static Problem notApproved(String expected) {
        return Problem.of(409, "not-approved", "Nobody has approved it", "Expected: " + expected + ".");
    }

    static Problem noChange(String expected) {
        return Problem.of(409, "no-change", "It changes nothing", "Expected: " + expected + ".");
    }

    static Problem policyFaulty(String expected) {
        return Problem.of(422, "policy-faulty", "It may not be published as it is", "Expected: " + expected + ".");
    }

    static Problem notPublishing(String expected) {
        return Problem.of(409, "not-publishing", "No versions are published here", "Expected: " + expected + ".");
    }

    static Problem internal() {
        return Problem.of(
                500, "internal", "The gateway failed", "The failure is in the gateway's log under the request's id.");
    }
}
