package io.activationgateway.gateway.screening;

import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierRules;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.NormalForm;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.gateway.ingest.ColumnRole;
import io.activationgateway.gateway.ingest.FieldNames;
import io.activationgateway.gateway.ingest.Kind;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.table.Home;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.table.Route;
import io.activationgateway.residency.table.Shape;
import io.activationgateway.residency.verdict.Verdict;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides every row of a batch: home first, before any look-up, then the person by every identifier that the register
 * knows. Reads a clock nowhere: the time comes with the batch. Not thread-safe; one per event loop.
 */
public final class Screening {

    /** No column is this one. */
    private static final int NO_FIELD = Integer.MIN_VALUE;

    private static final String DAY = "0000-00-00";
    private static final IdentifierType[] TYPES = IdentifierType.values();

    private final ConsentView view;
    private final SubjectKeys keys;
    private final Map<Shape, Shape> shapes = new HashMap<>();

    public Screening(ConsentView view, SubjectKeys keys) {
        this.view = view;
        this.keys = keys;
    }

    /**
     * Screens a batch.
     *
     * @param rows read with the catalogue of {@code table}
     * @param signals those of the rows, read by what the route's purpose demands
     */
    public ScreenedBatch screen(Rows rows, PolicyTable table, Route route, Occasion occasion, RowSignals signals) {
        shapes.clear();
        keys.under(view.generation());
        var position = view.position();
        @Nullable RowFacts[] facts = new @Nullable RowFacts[rows.size()];
        @Nullable Verdict[] verdicts = new @Nullable Verdict[rows.size()];
        var shape = new Shape(table.catalogue().size());
        var batch = new Batch(rows, table, route, shared(route), AgeBand.today(occasion.at()), signals);
        for (int row = 0; row < rows.size(); row++) {
            if (rows.fault(row) != null) {
                continue;
            }
            var country = rows.country(row);
            switch (table.home(country, occasion.controller())) {
                case Home.Elsewhere(var region, var finding) ->
                    verdicts[row] = new Verdict.Misdirected(region, finding);
                case Home.Unknown(var finding) -> verdicts[row] = new Verdict.Withhold(finding, List.of(), List.of());
                case Home.Here() -> {
                    var known = facts(batch, row, country, shape);
                    facts[row] = known;
                    verdicts[row] = known.judge(route, view);
                }
            }
        }
        var changes = view.changesSince(position.mark());
        while (!changes.isEmpty()) {
            for (int row = 0; row < facts.length; row++) {
                var known = facts[row];
                if (known != null && known.anyIn(changes)) {
                    verdicts[row] = known.judge(route, view);
                }
            }
            position = changes.upTo();
            changes = view.changesSince(position.mark());
        }
        return new ScreenedBatch(rows, table, route, position, facts, verdicts, Recalled.NOBODY);
    }

    /** The field by which the recipient knows whom a removal takes out; none otherwise. */
    private static int shared(Route route) {
        boolean known = !route.recall().equals(route) && route.sharedKey() != FieldCatalogue.UNCLASSIFIED;
        return known ? route.sharedKey() : NO_FIELD;
    }

    /**
     * What all rows of a batch have in common.
     *
     * @param shared the catalogue's number of the field that a removal carries
     */
    private record Batch(Rows rows, PolicyTable table, Route route, int shared, LocalDate today, RowSignals signals) {}

    private RowFacts facts(Batch batch, int row, @Nullable String country, Shape shape) {
        shape.clear();
        var rows = batch.rows();
        var found = new RowKeys(
                keys.generation(),
                batch.route().purpose().flatMap(purpose -> purpose.channel().contact()));
        for (var type : TYPES) {
            add(found, type, batch, rows.identifier(row, type), country);
        }
        for (int field = rows.firstField(row); field < rows.endField(row); field++) {
            int number = rows.catalogueField(field);
            if (number == FieldNames.UNKNOWN || rows.kind(field) == Kind.NULL) {
                continue;
            }
            shape.add(number);
            // What leaves as an address is judged as one, also in a column that the source does not call an identifier.
            var type = batch.table().catalogue().field(number).identifier();
            if (type != null && rows.identifier(row, type) != field) {
                add(found, type, batch, field, country);
            }
        }
        return found.facts(
                batch.route().laws(country),
                age(rows, row, batch.today()),
                batch.signals().left(row),
                kept(shape));
    }

    private void add(RowKeys found, IdentifierType type, Batch batch, int field, @Nullable String country) {
        var text = field < 0 ? null : batch.rows().text(field);
        if (text != null && !text.isBlank()) {
            found.add(type, key(type, text, country));
            if (batch.rows().catalogueField(field) == batch.shared()) {
                found.share();
            }
        }
    }

    /**
     * The key of an identifier. A number in E.164 shape is looked up as it stands, which spares the library; what has no
     * normal form is nobody's identifier: its own text finds nobody, and it still has a pseudonym.
     */
    private SubjectKey key(IdentifierType type, String text, @Nullable String country) {
        if (type == IdentifierType.PHONE && IdentifierRules.isE164(text)) {
            var asItStands = keys.key(new Identifier(type, text));
            if (view.find(keys.generation(), asItStands.high(), asItStands.low()) != ConsentView.UNKNOWN) {
                return asItStands;
            }
        }
        return keys.key(
                switch (IdentifierRules.normalise(type, text, country)) {
                    case NormalForm.Found(var identifier) -> identifier;
                    case NormalForm.Refused _ -> new Identifier(type, text);
                });
    }

    private Shape kept(Shape shape) {
        var kept = shapes.get(shape);
        if (kept == null) {
            kept = shape.copy();
            shapes.put(kept, kept);
        }
        return kept;
    }

    /** A date of birth that cannot be read leaves the age unknown, which the law packs treat as perhaps a child. */
    private static AgeBand age(Rows rows, int row, LocalDate today) {
        int field = rows.role(row, ColumnRole.BIRTH_DATE);
        var text = field < 0 ? null : rows.text(field);
        if (text == null || text.isBlank()) {
            return AgeBand.UNKNOWN;
        }
        try {
            return AgeBand.of(day(text), today);
        } catch (DateTimeException unreadable) {
            return AgeBand.UNKNOWN;
        }
    }

    /** The day that a text begins with; the usual form is read directly, since the parser costs as much as the decision. */
    private static LocalDate day(String text) {
        for (int i = 0; i < DAY.length(); i++) {
            boolean digit = i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
            if (DAY.charAt(i) == '0' ? !digit : i >= text.length() || text.charAt(i) != '-') {
                return LocalDate.parse(text.length() > DAY.length() ? text.substring(0, DAY.length()) : text);
            }
        }
        return LocalDate.of(number(text, 0) * 100 + number(text, 2), number(text, 5), number(text, 8));
    }

    private static int number(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }
}
