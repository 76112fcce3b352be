package io.activationgateway.residency.document;

import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.residency.policy.DataCategory;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.FieldClass;
import io.activationgateway.residency.policy.FieldValue;
import io.activationgateway.residency.policy.NamePattern;
import io.activationgateway.residency.policy.PlaceLevel;
import io.activationgateway.residency.policy.Secret;
import io.activationgateway.residency.policy.Sensitivity;
import io.activationgateway.residency.policy.SpecialTag;
import io.activationgateway.residency.policy.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Reads field catalogues. */
final class CatalogueReader {

    private CatalogueReader() {}

    static FieldCatalogue read(View view) {
        checkNames(view);
        List<FieldClass> fields = view.list("fields", CatalogueReader::field);
        checkPatterns(view);
        return view.make(() -> new FieldCatalogue(view.text("name"), fields));
    }

    private static FieldClass field(View view) {
        var sensitivity = new Sensitivity(
                view.words(SpecialTag.class, "tags"), view.words(Secret.class, "secrets"), view.flag("inferred"));
        var value = new FieldValue(
                view.word(ValueType.class, "type", ValueType.STRING),
                view.list("inner", CatalogueReader::field),
                view.wordOrNull(PlaceLevel.class, "place"));
        return view.make(() -> new FieldClass(
                view.strings("names"),
                view.texts("patterns").stream().map(CatalogueReader::pattern).toList(),
                view.word(DataCategory.class, "category"),
                view.wordOrNull(IdentifierType.class, "identifier"),
                value,
                sensitivity));
    }

    private static NamePattern pattern(Tree.Text written) {
        return View.make(written.place(), () -> new NamePattern(written.value()));
    }

    private static void checkNames(View view) {
        var seen = new HashMap<String, Place>();
        for (View field : view.views("fields")) {
            for (Tree.Text name : field.texts("names")) {
                Place earlier = seen.putIfAbsent(name.value(), name.place());
                if (earlier != null) {
                    throw new View.Misfit(name.place()
                            .error(
                                    "the column \"" + name.value() + "\" stands here again",
                                    "Classify a column once; the first stands in line " + earlier.line() + "."));
                }
            }
        }
    }

    /** Of two fields' patterns that share a column one must be the more specific. */
    private static void checkPatterns(View view) {
        record Written(int field, Tree.Text text) {}
        var seen = new ArrayList<Written>();
        int number = 0;
        for (View field : view.views("fields")) {
            for (Tree.Text pattern : field.texts("patterns")) {
                for (Written earlier : seen) {
                    if (earlier.field() != number
                            && FieldCatalogue.ambiguous(
                                    new NamePattern(earlier.text().value()), new NamePattern(pattern.value()))) {
                        throw new View.Misfit(pattern.place()
                                .error(
                                        "the pattern \"" + pattern.value() + "\" and \""
                                                + earlier.text().value() + "\" of line "
                                                + earlier.text().place().line()
                                                + " name the same columns, and neither is the more specific one",
                                        "Make one narrower than the other, or list the columns by name."));
                    }
                }
                seen.add(new Written(number, pattern));
            }
            number++;
        }
    }
}
