package io.activationgateway.gateway.lifecycle;

import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyReview;
import io.activationgateway.residency.policy.TransferRule;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether documents may be published as they are beside the version that acts. The last reviews are kept: whoever checks,
 * approves and publishes a draft asks for the same, and the last of them, for whom the nodes wait, need not read and
 * decide it all again. Blocks; any thread.
 */
public final class DraftReviews {

    /** What was read is some megabytes. */
    private static final int KEPT = 4;

    private final PolicyVersions versions;
    private final Publisher publisher;
    private final Map<Key, Reviewed> kept = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Reviewed> eldest) {
            return size() > KEPT;
        }
    };

    /** A review rests on the content, which a revision of a draft never changes, and on the version that acts. */
    private record Key(String draft, int revision, long acting) {}

    /** Documents that were read, and what was found. */
    public record Reviewed(PolicyDocuments.Result read, PolicyReview review) {}

    DraftReviews(PolicyVersions versions, Publisher publisher) {
        this.versions = versions;
        this.publisher = publisher;
    }

    /** The review of a draft. */
    public Reviewed of(Draft draft) throws SQLException {
        var key = new Key(draft.id(), draft.revision(), publisher.acting());
        synchronized (kept) {
            var known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        var read = PolicyDocuments.read(0, draft.files());
        var reviewed = new Reviewed(read, of(read));
        synchronized (kept) {
            kept.put(key, reviewed);
        }
        return reviewed;
    }

    /** The review of documents that were read. */
    public PolicyReview of(PolicyDocuments.Result read) throws SQLException {
        if (read instanceof PolicyDocuments.Loaded loaded
                && versions.has(loaded.policies().digest())) {
            // What was published once, with its rules, may be published again.
            return PolicyReview.of(read, loaded.policies().rules(), true);
        }
        return PolicyReview.of(read, actingRules(), false);
    }

    private List<TransferRule> actingRules() throws SQLException {
        long acting = publisher.acting();
        if (acting == 0) {
            return List.of();
        }
        return PolicyDocuments.parse(acting, versions.version(acting).documents())
                        instanceof PolicyDocuments.Loaded loaded
                ? loaded.policies().rules()
                : List.of();
    }
}
