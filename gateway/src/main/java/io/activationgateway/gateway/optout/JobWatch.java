package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells who is in a job that a vendor still works on: what it does could take effect after an opt-out. Blocks; any thread.
 */
final class JobWatch {

    private final OpenJobs jobs;
    private final KeyRing pseudonymKeys;

    JobWatch(OpenJobs jobs, KeyRing pseudonymKeys) {
        this.jobs = jobs;
        this.pseudonymKeys = pseudonymKeys;
    }

    /**
     * Which of these entries name somebody whom an open job carries, by their ids.
     *
     * @param generation of the entries' keys
     */
    Set<Long> carrying(String destination, int generation, Collection<Entry> entries) throws SQLException {
        var asked = entries.stream().map(Entry::keys).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
        var carried = new HashSet<SubjectKey>();
        jobs.read(destination, subject -> {
            // A job does not say of which generation its keys are; a key of one is nobody's in another.
            add(subject, asked, carried);
            for (int earlier = 0; earlier < generation; earlier++) {
                add(pseudonymKeys.wrap(subject, earlier, generation), asked, carried);
            }
        });
        return entries.stream()
                .filter(entry -> !Collections.disjoint(entry.keys(), carried))
                .map(Entry::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void add(SubjectKey subject, Set<SubjectKey> asked, Set<SubjectKey> carried) {
        if (asked.contains(subject)) {
            carried.add(subject);
        }
    }
}
