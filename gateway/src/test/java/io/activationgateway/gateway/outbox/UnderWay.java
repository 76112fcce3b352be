package io.activationgateway.gateway.outbox;

import io.activationgateway.gateway.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node had begun to send at a destination when somebody looked, as the database tells it.
 *
 * @param epoch of the node's claim
 * @param records of which an attempt was begun whose end was not known
 */
public record UnderWay(String destination, long epoch, int records) {

    /** Of the destinations that a node held at that instant. */
    public static List<UnderWay> of(Connection connection, String node) throws SQLException {
        var held = Sql.list(
                connection,
                "SELECT destination, epoch FROM outbox_lane WHERE owner LIKE ? AND until_millis > ?",
                row -> new UnderWay(row.getString(1), row.getLong(2), 0),
                node + "/%",
                System.currentTimeMillis());
        var all = new ArrayList<UnderWay>();
        for (var lane : held) {
            int records = Sql.list(
                            connection,
                            "SELECT marks FROM outbox_chunk WHERE destination = ? AND waiting > 0",
                            row -> inFlight(row.getBytes(1)),
                            lane.destination())
                    .stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            if (records > 0) {
                all.add(new UnderWay(lane.destination(), lane.epoch(), records));
            }
        }
        return all;
    }

    private static int inFlight(byte[] marks) {
        return (int) Chunk.ofMarks(marks).stream()
                .filter(entry -> entry.isWaiting() && entry.inFlight)
                .count();
    }

    /** Whether another node has taken the destination over since. */
    public boolean isTakenOver(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT epoch FROM outbox_lane WHERE destination = '" + destination + "'")
                > epoch;
    }
}
