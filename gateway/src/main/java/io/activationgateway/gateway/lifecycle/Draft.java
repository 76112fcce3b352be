package io.activationgateway.gateway.lifecycle;

import io.activationgateway.residency.document.PolicyFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy version in the making.
 *
 * @param base the version that acted when its content was begun, 0 for none
 * @param revision counts its changes, from 1
 * @param digest of the policy that its documents make; empty where they make none yet
 * @param editors everybody who wrote in it
 * @param approvals of exactly this content
 * @param version the version it was published as, null before
 * @param changed when it was last changed
 */
public record Draft(
        String id,
        String title,
        long base,
        int revision,
        State state,
        String digest,
        List<String> editors,
        List<Approved> approvals,
        @Nullable Long version,
        Instant changed,
        PolicyFiles files) {

    /** What becomes of a draft. */
    public enum State {
        OPEN,
        PUBLISHED,
        DISCARDED
    }

    /** Somebody's yes to the content of {@link #digest}. */
    public record Approved(String person, Instant at) {}

    public Draft {
        editors = List.copyOf(editors);
        approvals = List.copyOf(approvals);
    }

    /**
     * The same with other content, which nobody has approved.
     *
     * @param person who wrote it: an editor from now on
     * @param from the version that the content was begun from
     */
    Draft rewritten(String person, PolicyFiles content, String contentDigest, long from, Instant now) {
        var writers = new ArrayList<>(editors);
        if (!writers.contains(person)) {
            writers.add(person);
        }
        return new Draft(
                id, title, from, revision + 1, State.OPEN, contentDigest, writers, List.of(), null, now, content);
    }

    /** The same at its end; {@code as} is the version it was published as, null where it was not. */
    Draft ended(State end, @Nullable Long as, Instant now) {
        return new Draft(id, title, base, revision + 1, end, digest, editors, approvals, as, now, files);
    }
}
