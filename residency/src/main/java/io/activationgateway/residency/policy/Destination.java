package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * Where data may go. Its configured twin (connector, region, secret) has the same name; both must exist.
 *
 * @param importer the recipient
 * @param sharedKey the field by which sender and recipient both know a person; a removal carries it alone
 * @param requiredFields fields without which the recipient cannot take a record
 * @param fieldPlan which fields the recipient needs and in what form (GDPR Art 5(1)(c))
 * @param mechanisms what opens the border to the importer, tried in this order
 * @param onward to whom the importer passes the data on
 */
public record Destination(
        String name,
        String title,
        DestinationKind kind,
        Importer importer,
        String sharedKey,
        List<String> requiredFields,
        FieldPlanning fieldPlan,
        List<Mechanism> mechanisms,
        List<Hop> onward)
        implements PolicyDocument {

    public Destination {
        requireNonNull(name, "name");
        requireNonNull(title, "title");
        requireNonNull(kind, "kind");
        requireNonNull(importer, "importer");
        requireNonNull(sharedKey, "sharedKey");
        requiredFields = List.copyOf(requiredFields);
        requireNonNull(fieldPlan, "fieldPlan");
        mechanisms = List.copyOf(mechanisms);
        onward = List.copyOf(onward);
    }

    /** The whole way of the data: to the importer, then onward. */
    public List<Hop> hops() {
        var hops = new ArrayList<Hop>();
        hops.add(new Hop(importer, mechanisms));
        hops.addAll(onward);
        return hops;
    }
}
