package io.activationgateway.gateway.screening;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.ConsentView.Changes;
import io.activationgateway.consent.register.Position;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.residency.explanation.Explanation;
import io.activationgateway.residency.explanation.Language;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.table.Route;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A batch decided under one policy version at one position of the register (promise P6). A row with a fault has no
 * verdict. Immutable once screening has handed it on; any thread.
 */
public final class ScreenedBatch {

    /** Odd, so that multiplying loses nothing. */
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private final Rows rows;
    private final PolicyTable table;
    private final Route route;
    private final Position position;
    private final @Nullable RowFacts[] facts;
    private final @Nullable Verdict[] verdicts;
    private final Recalled recalled;

    ScreenedBatch(
            Rows rows,
            PolicyTable table,
            Route route,
            Position position,
            @Nullable RowFacts[] facts,
            @Nullable Verdict[] verdicts,
            Recalled recalled) {
        this.rows = rows;
        this.table = table;
        this.route = route;
        this.position = position;
        this.facts = facts;
        this.verdicts = verdicts;
        this.recalled = recalled;
    }

    public Rows rows() {
        return rows;
    }

    public PolicyTable table() {
        return table;
    }

    public Position position() {
        return position;
    }

    /** The verdict of a row, null where the row has a fault. */
    public @Nullable Verdict verdict(int row) {
        return verdicts[row];
    }

    /** Whether its rows take people out. */
    public boolean isRemoval() {
        return !route.recall().equals(route);
    }

    /** Of which of its rows the disclosure record shows that the recipient was sent the person. */
    public Recalled recalled() {
        return recalled;
    }

    private Route route(int row) {
        return recalled.rows().get(row) ? route.recall() : route;
    }

    /** By which key the recipient knows whom a row takes out, null where the row says none or takes nobody out. */
    public @Nullable SubjectKey sharedKey(int row) {
        var known = facts[row];
        if (known == null || known.shared() < 0) {
            return null;
        }
        int at = 2 * known.shared();
        return new SubjectKey(known.keys()[at], known.keys()[at + 1]);
    }

    /** Whether a row stays that would go if the recipient was sent the person. */
    public boolean needsRecall(ConsentView view) {
        return IntStream.range(0, verdicts.length)
                .anyMatch(row -> verdicts[row] instanceof Verdict.Withhold
                        && sharedKey(row) != null
                        && known(row).judge(route.recall(), view) instanceof Verdict.Forward);
    }

    /** This batch as the register stands now, with what the disclosure record says. */
    public ScreenedBatch recalling(Recalled whom, ConsentView view) {
        var all = new BitSet(verdicts.length);
        all.set(0, verdicts.length);
        return new ScreenedBatch(rows, table, route, position, facts, verdicts, whom).again(view, all);
    }

    /** The same decisions, as made at a later position: for rows whose subjects were judged again up to there. */
    public ScreenedBatch at(Position later) {
        return new ScreenedBatch(rows, table, route, later, facts, verdicts, recalled);
    }

    /** The verdict of a row as the register stands now, under the same policy. For rows that were looked up. */
    public Verdict judgeAgain(int row, ConsentView view) {
        return known(row).judge(route(row), view);
    }

    /**
     * Why a row was decided as it was, as far as the register still stands so. A row with a fault has none of its own to
     * judge: the fault is all there is to say.
     */
    public Explanation explain(int row, ConsentView view, Language language) {
        var fault = rows.fault(row);
        var verdict = verdicts[row];
        var known = facts[row];
        if (verdict == null) {
            var reason = fault == null ? Reason.ERROR_EVALUATION : fault.reason();
            return Explanation.of(
                    new Verdict.Withhold(reason.finding(false), List.of(), List.of()), List.of(), language);
        }
        return Explanation.of(verdict, known == null ? List.of() : known.reasons(route(row), view), language);
    }

    /** Whether a subject of the row is among the changed. */
    public boolean changed(int row, Changes changes) {
        var known = facts[row];
        return known != null && known.anyIn(changes);
    }

    /** What the row was judged by, null where it was not looked up. */
    @Nullable
    RowFacts facts(int row) {
        return facts[row];
    }

    /** Whether the row was looked up and names somebody. */
    public boolean knowsSubject(int row) {
        var known = facts[row];
        return known != null && known.count() > 0;
    }

    /** The high half of the row's first subject key, 0 where it was not looked up or names nobody. */
    public long pseudonymHigh(int row) {
        var known = facts[row];
        return known == null || known.count() == 0 ? 0 : known.keys()[0];
    }

    /** The low half of the row's first subject key, 0 where it was not looked up or names nobody. */
    public long pseudonymLow(int row) {
        var known = facts[row];
        return known == null || known.count() == 0 ? 0 : known.keys()[1];
    }

    /** The generation of the row's subject keys; for rows that name somebody. */
    public int generation(int row) {
        return known(row).generation();
    }

    /** The subject keys of all identifiers that the row was judged by; none where it names nobody. */
    public List<SubjectKey> subjects(int row) {
        if (!knowsSubject(row)) {
            return List.of();
        }
        var keys = known(row).keys();
        return IntStream.range(0, keys.length / 2)
                .mapToObj(i -> new SubjectKey(keys[2 * i], keys[2 * i + 1]))
                .toList();
    }

    /** Whether the row names somebody of these; also where that is unknown, its keys being of another generation. */
    public boolean isAnyOf(int row, int generation, Set<SubjectKey> keys) {
        return knowsSubject(row)
                && (generation(row) != generation || subjects(row).stream().anyMatch(keys::contains));
    }

    /** One number for all subject keys of a row that names somebody; equal for rows of the same identifiers. */
    public long print(int row) {
        long print = 0;
        for (long half : known(row).keys()) {
            print = Long.rotateLeft(print, 23) * PRIME ^ half;
        }
        return print;
    }

    private RowFacts known(int row) {
        var known = facts[row];
        if (known == null) {
            throw new IllegalArgumentException("row " + row + " was never looked up");
        }
        return known;
    }

    /** This batch with the given rows judged again as the register stands now, under the same policy. */
    public ScreenedBatch again(ConsentView view, BitSet selected) {
        var judged = verdicts.clone();
        var now = view.position();
        judge(view, judged, selected, null);
        var changes = view.changesSince(now.mark());
        while (!changes.isEmpty()) {
            judge(view, judged, selected, changes);
            now = changes.upTo();
            changes = view.changesSince(now.mark());
        }
        return new ScreenedBatch(rows, table, route, now, facts, judged, recalled);
    }

    private void judge(ConsentView view, @Nullable Verdict[] judged, BitSet selected, @Nullable Changes changes) {
        for (int row = selected.nextSetBit(0); row >= 0; row = selected.nextSetBit(row + 1)) {
            var known = facts[row];
            if (known != null && (changes == null || known.anyIn(changes))) {
                judged[row] = known.judge(route(row), view);
            }
        }
    }
}
