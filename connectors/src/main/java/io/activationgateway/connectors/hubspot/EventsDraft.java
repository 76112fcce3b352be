package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Sent;
import java.util.LinkedHashSet;
import java.util.Set;

/** Events of which some name their contact by a property that events do not know: one question finds them all first. */
final class EventsDraft implements Draft {

    private final Draft events;
    private final EventEncoder encoder;
    private final Naming sought;
    private final LookUp lookUp;
    private final Set<String> names = new LinkedHashSet<>();

    /** {@code encoder} is that of the events. */
    EventsDraft(Draft events, EventEncoder encoder, Naming sought, LookUp lookUp) {
        this.events = events;
        this.encoder = encoder;
        this.sought = sought;
        this.lookUp = lookUp;
    }

    @Override
    public Addition add(OutgoingRecord record) {
        if (names.size() == LookUp.MAX_PEOPLE && !names.contains(name(record)) && encoder.seeks(record)) {
            return Full.FULL;
        }
        var addition = events.add(record);
        if (addition instanceof Taken && encoder.sought()) {
            names.add(name(record));
        }
        return addition;
    }

    @Override
    public int records() {
        return events.records();
    }

    @Override
    public int bytes() {
        return events.bytes();
    }

    @Override
    public Sent finish() {
        var sent = events.finish();
        return names.isEmpty() ? sent : sent.after(lookUp.question(sought, names));
    }

    private String name(OutgoingRecord record) {
        var name = Fields.identifier(record, sought.type());
        return name == null ? "" : name;
    }
}
