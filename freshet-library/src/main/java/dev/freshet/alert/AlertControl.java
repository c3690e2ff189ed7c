// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.audit.Actor;
import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.AlertKind;
import dev.freshet.definition.ChannelDefinition;
import dev.freshet.definition.DidYouMean;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What people do about alerts: silence them for a while, and try whether a channel works. Every act is audited. */
public final class AlertControl {

    private static final String SUBJECT = "alert";
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int LONGEST_SUBJECT = 200;

    private final Database database;
    private final SilenceStore silences;
    private final AlertDeliverer deliverer;
    private final Supplier<List<ChannelDefinition>> channels;
    private final AuditStore audit;
    private final InstantSource clock;

    AlertControl(
            Database database,
            SilenceStore silences,
            AlertDeliverer deliverer,
            Supplier<List<ChannelDefinition>> channels,
            AuditStore audit,
            InstantSource clock) {
        this.database = database;
        this.silences = silences;
        this.deliverer = deliverer;
        this.channels = channels;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Tells nothing of some alerts until an instant.
     *
     * @param kind null for every kind
     * @param subject names, {@code *} for any characters
     * @throws FreshetException INVALID_ARGUMENT where nothing is named, or the end is not ahead
     */
    public Silence silence(
            @Nullable AlertKind kind, String subject, Instant until, @Nullable String reason, Actor actor) {
        String names = subject.strip();
        if (names.isEmpty() || names.length() > LONGEST_SUBJECT) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "A silence names what it is about: a job, view or node, * for any characters; at most "
                            + LONGEST_SUBJECT + " characters.");
        }
        Instant now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "A silence ends within a year from now, not at " + until + ". Expected, for example, 2h or 1d.");
        }
        return database.transaction(session -> {
            Silence begun = silences.begin(session, kind, names, reason, actor.name(), until);
            audit.record(session, actor, "silence", SUBJECT, names, reason, details(begun));
            Wakeups.send(session, Wakeups.ALERT);
            return begun;
        });
    }

    /**
     * Ends a silence early.
     *
     * @throws FreshetException SILENCE_NOT_FOUND; ILLEGAL_TRANSITION where it is over
     */
    public Silence unsilence(long id, Actor actor) {
        return database.transaction(session -> {
            Silence known = silences.find(session, id)
                    .orElseThrow(() -> new FreshetException(
                            ErrorCode.SILENCE_NOT_FOUND,
                            "There is no silence " + id
                                    + ". GET /api/silences or freshet alerts silences lists them."));
            Silence ended = silences.end(session, id, actor.name())
                    .orElseThrow(() -> new FreshetException(
                            ErrorCode.ILLEGAL_TRANSITION,
                            "Silence " + id + " has been over since " + known.endsAt() + "; there is nothing to end."));
            audit.record(session, actor, "unsilence", SUBJECT, ended.subject(), null, details(ended));
            Wakeups.send(session, Wakeups.ALERT);
            return ended;
        });
    }

    /**
     * Sends a test by every way a channel leads, now, and says how that went.
     *
     * @throws FreshetException CHANNEL_NOT_FOUND
     */
    public List<Delivery> test(String name, Actor actor) {
        List<ChannelDefinition> known = channels.get();
        ChannelDefinition channel = known.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.CHANNEL_NOT_FOUND,
                        "There is no channel named " + name + "."
                                + DidYouMean.question(
                                        name,
                                        known.stream()
                                                .map(ChannelDefinition::name)
                                                .toList())
                                + " Channels are declared under alerts:."));
        database.run(session -> audit.record(session, actor, "test", "channel", name, null, Map.of()));
        List<Delivery> tried = DeliveryAddress.of(channel).stream()
                .map(address -> deliverer.test(channel, address))
                .toList();
        database.run(session -> Wakeups.send(session, Wakeups.TOLD));
        return tried;
    }

    private static Map<String, Object> details(Silence silence) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("silence", silence.id());
        details.put("kind", silence.kind() == null ? "all" : silence.kind().id());
        details.put("until", silence.endsAt().toString());
        return details;
    }
}
