package io.activationgateway.consent.register;

import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.identity.SubjectKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** One subject as a transaction finds it and changes it. */
final class Subject {

    private final long number;
    private final SortedSet<Long> members = new TreeSet<>();
    private final Set<SubjectKey> keys = new LinkedHashSet<>();
    private final List<Live> live = new ArrayList<>();
    private final List<StoredDue> due = new ArrayList<>();

    /** An event that the next merge needs, and its row. */
    record Live(long sequence, RecordedEvent event) {}

    /** A row of table {@code due}. */
    record StoredDue(long at, long sequence) {}

    /** A subject of which nothing is known. */
    Subject(long number) {
        this.number = number;
        members.add(number);
    }

    /** Named by the sequence of its first row. */
    long number() {
        return number;
    }

    /** The numbers of all subjects that it was made of, its own among them. */
    SortedSet<Long> members() {
        return members;
    }

    Set<SubjectKey> keys() {
        return keys;
    }

    List<Live> live() {
        return live;
    }

    /** What the database has as falling due. */
    List<StoredDue> due() {
        return due;
    }

    /** Adds an event, in place of those that it makes idle. */
    void add(Live added) {
        if (live.stream().noneMatch(other -> other.event().outweighs(added.event()))) {
            live.removeIf(other -> added.event().outweighs(other.event()));
            live.add(added);
        }
    }

    /** Keeps no date of birth. */
    void forgetBirths() {
        live.replaceAll(each -> new Live(each.sequence(), each.event().withoutBirth()));
    }

    /** Takes in another subject, which is this one after all. */
    void absorb(Subject other) {
        members.addAll(other.members);
        keys.addAll(other.keys);
        other.live.forEach(this::add);
        due.addAll(other.due);
    }
}
