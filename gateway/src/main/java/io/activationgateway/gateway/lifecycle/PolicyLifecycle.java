package io.activationgateway.gateway.lifecycle;

import com.github.f4b6a3.ulid.UlidCreator;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.lifecycle.AuditTrail.Deed;
import io.activationgateway.gateway.lifecycle.Draft.State;
import io.activationgateway.gateway.lifecycle.Refusal.Cause;
import io.activationgateway.residency.document.PolicyDiff;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyFiles;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Drafts of the region's policy, from the first line to the version they become. Whoever asks has proved already that the
 * role allows it; that the approver is another person than any editor is seen to here. Every method blocks; any thread.
 */
public final class PolicyLifecycle {

    private static final int LISTED = 100;
    private static final int TITLE = 200;

    private final Transactions transactions;
    private final PolicyVersions versions;
    private final Publisher publisher;
    private final InstantSource clock;
    private final DraftReviews reviews;

    public PolicyLifecycle(RegisterStore store, PolicyVersions versions, Publisher publisher, InstantSource clock) {
        this.transactions = new Transactions(store);
        this.versions = versions;
        this.publisher = publisher;
        this.reviews = new DraftReviews(versions, publisher);
        this.clock = clock;
    }

    /** The published versions. */
    public PolicyVersions versions() {
        return versions;
    }

    /**
     * Begins a draft with the content of a version, or of these files with the packs of this build.
     *
     * @param from the version; null for the acting one
     * @param files in the place of its content; null to take that
     */
    public Draft begin(String person, String title, @Nullable Long from, @Nullable PolicyFiles files)
            throws SQLException {
        var content = files == null ? content(from) : complete(files);
        var read = PolicyDocuments.read(0, content);
        var draft = new Draft(
                UlidCreator.getMonotonicUlid().toString(),
                title.length() > TITLE ? title.substring(0, TITLE) : title,
                publisher.acting(),
                1,
                State.OPEN,
                digest(read),
                List.of(person),
                List.of(),
                null,
                clock.instant(),
                content);
        return transactions.run(connection -> {
            DraftTable.insert(connection, draft);
            audit(connection, person, "draft-begun", draft.id(), draft.digest(), draft.title());
            return draft;
        });
    }

    /** A draft that publishes the content of an older version again, to the byte. It is approved like any other. */
    public Draft rollBack(String person, long version) throws SQLException {
        return begin(person, "Back to version " + version, version, null);
    }

    /** @throws Refusal where there is none */
    public Draft draft(String id) throws SQLException {
        return transactions.run(connection -> find(connection, id));
    }

    /** The drafts that were changed last. */
    public List<Draft> drafts() throws SQLException {
        return transactions.run(connection -> DraftTable.newest(connection, LISTED));
    }

    /** Puts these files, with the packs of this build, in the place of a draft's content. */
    public Draft replace(String person, String id, PolicyFiles files) throws SQLException {
        var complete = complete(files);
        return change(person, id, "all documents", _ -> complete, true);
    }

    /** Puts one document in the place of that of its kind and name, or beside the others. */
    public Draft put(String person, String id, String text) throws SQLException {
        return change(person, id, "one document", files -> files.with(text), false);
    }

    /** Takes one document out. */
    public Draft remove(String person, String id, String kind, String name) throws SQLException {
        return change(person, id, "without " + kind + " " + name, files -> files.without(kind, name), false);
    }

    private Draft change(String person, String id, String detail, UnaryOperator<PolicyFiles> how, boolean isWhole)
            throws SQLException {
        var before = open(draft(id));
        var files = bounded(how.apply(before.files()));
        long base = isWhole ? publisher.acting() : before.base();
        var after = before.rewritten(person, files, digest(PolicyDocuments.read(0, files)), base, clock.instant());
        return write(before, after, new Deed(person, "draft-changed", id, after.digest(), detail));
    }

    /** Ends a draft that is not wanted. */
    public Draft discard(String person, String id) throws SQLException {
        var before = open(draft(id));
        var after = before.ended(State.DISCARDED, null, clock.instant());
        return write(before, after, new Deed(person, "draft-discarded", id, before.digest(), before.title()));
    }

    /** Whether documents may be published as they are. */
    public DraftReviews reviews() {
        return reviews;
    }

    /**
     * Approves the content of a draft.
     *
     * @param digest of the content that the person has looked at
     */
    public Draft approve(String person, String id, String digest) throws SQLException {
        var draft = open(draft(id));
        if (!draft.digest().equals(digest)) {
            throw new Refusal(
                    Cause.CHANGED, "digest " + draft.digest() + ", which the draft has now; look at it again");
        }
        if (draft.editors().contains(person)) {
            throw new Refusal(Cause.FOUR_EYES, "somebody who did not write in this draft");
        }
        publishable(draft);
        return transactions.run(connection -> {
            var now = find(connection, id);
            if (now.revision() != draft.revision() || now.state() != State.OPEN) {
                throw changedMeanwhile();
            }
            DraftTable.approve(connection, now, person, clock.instant());
            audit(connection, person, "draft-approved", id, digest, draft.title());
            return find(connection, id);
        });
    }

    /** Publishes an approved draft as the next version; it acts once every node has it. */
    public Draft publish(String person, String id) throws SQLException {
        var draft = open(draft(id));
        var loaded = publishable(draft);
        if (draft.approvals().isEmpty()) {
            throw new Refusal(Cause.NOT_APPROVED, "the approval of a person who did not write in this draft");
        }
        long version = publisher.publish(loaded, draft);
        var after = draft.ended(State.PUBLISHED, version, clock.instant());
        return write(draft, after, new Deed(person, "version-published", "version " + version, draft.digest(), id));
    }

    private PolicyDocuments.Loaded publishable(Draft draft) throws SQLException {
        long acting = publisher.acting();
        if (draft.base() != acting) {
            throw new Refusal(
                    Cause.OUTDATED,
                    "a draft begun from version " + acting
                            + ", which was published since; begin one, or send all documents" + " again");
        }
        var reviewed = reviews.of(draft);
        if (!(reviewed.read() instanceof PolicyDocuments.Loaded loaded)
                || !reviewed.review().passed()) {
            throw new Refusal(
                    Cause.FAULTY, "documents without errors", reviewed.review().errors());
        }
        if (acting > 0
                && versions.version(acting).digest().equals(loaded.policies().digest())) {
            throw new Refusal(Cause.NO_CHANGE, "something that version " + acting + " does not say");
        }
        return loaded;
    }

    /** What differs between two policies, each a version's or a draft's. */
    public PolicyDiff diff(String from, String to) throws SQLException {
        return PolicyDiff.of(canonical(from), canonical(to));
    }

    /** What differs between a policy and documents that were read. */
    public PolicyDiff diff(String from, PolicyDocuments.Loaded to) throws SQLException {
        return PolicyDiff.of(canonical(from), to.canonicalBytes());
    }

    private byte[] canonical(String which) throws SQLException {
        if (which.equals("acting")) {
            return versions.version(publisher.acting()).documents();
        }
        if (which.length() < 19 && which.chars().allMatch(Character::isDigit) && !which.isEmpty()) {
            return versions.version(Long.parseLong(which)).documents();
        }
        return switch (PolicyDocuments.read(0, draft(which).files())) {
            case PolicyDocuments.Loaded loaded -> loaded.canonicalBytes();
            case PolicyDocuments.Rejected(var errors) ->
                throw new Refusal(Cause.FAULTY, "documents that can be read", errors);
        };
    }

    /** What people did, after a sequence number, at most {@link AuditTrail#PAGE} entries. */
    public List<AuditTrail.Entry> audit(long after) throws SQLException {
        return transactions.run(connection -> AuditTrail.after(connection, after));
    }

    /** Keeps that a node published the folder that it was given. */
    public void publishedAtStart(long version, String digest) throws SQLException {
        transactions.run(connection -> {
            audit(connection, "start", "version-published", "version " + version, digest, "the policy folder");
            return version;
        });
    }

    private PolicyFiles content(@Nullable Long from) throws SQLException {
        long version = from == null ? publisher.acting() : from;
        return PolicyFiles.ofCanonical(versions.version(version).documents());
    }

    private static PolicyFiles complete(PolicyFiles files) {
        return bounded(files).withPacks();
    }

    private static PolicyFiles bounded(PolicyFiles files) {
        if (files.characters() > PolicyFiles.MAX_CHARACTERS) {
            throw new Refusal(Cause.TOO_LARGE, "at most " + PolicyFiles.MAX_CHARACTERS + " characters");
        }
        return files;
    }

    private Draft write(Draft before, Draft after, Deed deed) throws SQLException {
        return transactions.run(connection -> {
            if (!DraftTable.update(connection, after, before.revision())) {
                throw changedMeanwhile();
            }
            AuditTrail.add(connection, clock.instant(), deed);
            return find(connection, after.id());
        });
    }

    private void audit(
            Connection connection, String person, String action, String subject, String digest, String detail)
            throws SQLException {
        AuditTrail.add(connection, clock.instant(), new Deed(person, action, subject, digest, detail));
    }

    private static Draft find(Connection connection, String id) throws SQLException {
        return DraftTable.find(connection, id)
                .orElseThrow(
                        () -> new Refusal(Cause.NO_DRAFT, "the id of a draft; GET /v1/policies/drafts lists them"));
    }

    private static Draft open(Draft draft) {
        if (draft.state() != State.OPEN) {
            throw new Refusal(Cause.CLOSED, "a draft that is neither published nor discarded; begin another");
        }
        return draft;
    }

    private static Refusal changedMeanwhile() {
        return new Refusal(Cause.CHANGED, "the draft as it was read; somebody changed it meanwhile: read it again");
    }

    private static String digest(PolicyDocuments.Result read) {
        return read instanceof PolicyDocuments.Loaded loaded ? loaded.policies().digest() : "";
    }
}
