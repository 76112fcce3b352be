package io.activationgateway.consent.register;

import io.activationgateway.consent.profile.ConsentProfile;
import java.util.List;

/**
 * What a node had in memory, to be brought up to date from the log.
 *
 * <p>It is copied while the node goes on. Let the copying begin when all rows up to {@code begin.sequence} were applied,
 * and all that by these rows fell due up to {@code begin.dueTo}; let it end at {@code end}. Then each entry is what its
 * key had at some moment in between, and an entry is missing only where its key was first put in between. Whoever
 * applies to it, in this order, the rows after {@code begin.sequence} and what falls due after {@code begin.dueTo} by the
 * latest row of each subject, has what the log says:
 * <ul>
 *   <li>A key that a row after {@code begin.sequence} names gets what its last row says, whatever it was copied with, and
 *       then what fell due by this row: all of it, since the row brings along what is not after {@code begin.dueTo}.
 *   <li>Any other key was there at the beginning. Since then it has got only what fell due by its latest row, which is
 *       after {@code begin.dueTo}; applied again in order of time, it ends with the last of it.
 * </ul>
 * This holds on two conditions, which {@link RegisterLog} checks. The rows up to {@code end.sequence} are still the log's:
 * the copy may hold the outcome of any of them. And what had been switched, up to {@code end.switchedTo}, is due by the
 * clock of now: what was switched is not switched back.
 *
 * @param index profile numbers are places in {@code profiles}
 */
record Snapshot(SubjectIndex index, List<ConsentProfile> profiles, Begin begin, End end) {

    /**
     * @param epoch of the log, for people who look for a cause
     * @param digest the running digest at {@code sequence}
     * @param dueTo milliseconds since 1970
     */
    record Begin(long epoch, long sequence, Digest digest, long dueTo) {}

    /**
     * @param digest the running digest at {@code sequence}
     * @param switchedTo the greatest instant of anything that has been switched, milliseconds since 1970
     */
    record End(long sequence, Digest digest, long switchedTo) {}
}
