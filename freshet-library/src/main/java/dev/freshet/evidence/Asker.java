// SPDX-License-Identifier: Apache-2.0
package dev.freshet.evidence;

import dev.freshet.definition.CheckDefinition;
import dev.freshet.definition.CheckSeverity;
import dev.freshet.definition.MetricDefinition;
import dev.freshet.error.FreshetException;
import dev.freshet.job.CheckResult;
import dev.freshet.job.CheckResult.Outcome;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunValues;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.NamedSql;
import dev.freshet.postgres.Query;
import dev.freshet.postgres.Row;
import dev.freshet.postgres.Session;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the SQL of metrics and checks; in a transaction each behind a savepoint, so that an error spoils nothing else. */
final class Asker {

    private static final String SAVEPOINT = "SAVEPOINT freshet_evidence";
    private static final String ROLLBACK = "ROLLBACK TO SAVEPOINT freshet_evidence; RELEASE SAVEPOINT freshet_evidence";
    private static final String RELEASE = "RELEASE SAVEPOINT freshet_evidence";

    private final RunContext context;
    private final Session session;
    private final boolean inTransaction;

    Asker(RunContext context, Session session, boolean inTransaction) {
        this.context = context;
        this.session = session;
        this.inTransaction = inTransaction;
    }

    /** The metric's number; empty, with a warning in the log, where it yields none. */
    Optional<BigDecimal> metric(MetricDefinition metric) {
        try {
            Optional<String> answer = first(metric.sql(), row -> String.valueOf(row.nullableText(1)));
            if (answer.isEmpty() || answer.get().equals("null")) {
                return none(metric, answer.isEmpty() ? "its SQL answers no row" : "its SQL answers NULL");
            }
            return Optional.of(new BigDecimal(answer.get().strip()));
        } catch (NumberFormatException e) {
            return none(metric, "its SQL answers no number");
        } catch (FreshetException e) {
            return none(metric, said(e));
        }
    }

    private Optional<BigDecimal> none(MetricDefinition metric, @Nullable String why) {
        context.log().warn("Metric " + metric.name() + " has no value: " + why);
        return Optional.empty();
    }

    /** What the check says; what is not true does not hold. */
    CheckResult check(CheckDefinition check) {
        CheckResult result = ask(check);
        if (!result.outcome().equals(Outcome.PASSED.id())) {
            String detail = result.detail();
            context.log()
                    .warn("Check " + check.name()
                            + (result.outcome().equals(Outcome.ERROR.id()) ? " errs" : " does not hold")
                            + (detail == null ? "" : ": " + detail));
        }
        return result;
    }

    private CheckResult ask(CheckDefinition check) {
        boolean warns = check.severity() == CheckSeverity.WARN;
        try {
            Optional<Answer> answer = first(check.sql(), Asker::answer);
            if (answer.isPresent() && answer.get().holds()) {
                return CheckResult.of(check.name(), Outcome.PASSED, null);
            }
            String detail = answer.map(Answer::said).orElse("it answered no row");
            return CheckResult.of(check.name(), warns ? Outcome.WARNED : Outcome.FAILED, detail);
        } catch (FreshetException e) {
            return CheckResult.of(check.name(), warns ? Outcome.WARNED : Outcome.ERROR, said(e));
        }
    }

    private String said(RuntimeException e) {
        if (e instanceof DatabaseException database && endsTheAttempt(database)) {
            throw database;
        }
        return String.valueOf(e.getMessage());
    }

    private static Answer answer(Row row) {
        Boolean holds = row.nullableBool(1);
        String said = row.columns() > 1 ? row.nullableText(2) : null;
        return new Answer(
                Boolean.TRUE.equals(holds),
                said != null ? said : holds == null ? "it answered NULL" : "it answered false");
    }

    private <T> Optional<T> first(String sql, Function<Row, T> mapper) {
        if (!inTransaction) {
            return query(sql).first(mapper);
        }
        session.execute(SAVEPOINT);
        try {
            Optional<T> answer = query(sql).first(mapper);
            session.execute(RELEASE);
            return answer;
        } catch (DatabaseException e) {
            if (!endsTheAttempt(e)) {
                session.execute(ROLLBACK);
            }
            throw e;
        }
    }

    /** A lost connection, a conflict of transactions or a cancel says nothing about the metric or check. */
    private boolean endsTheAttempt(DatabaseException e) {
        return e.error().isTransient() || context.isCancelRequested();
    }

    private Query query(String sql) {
        Query query = session.query(sql);
        RunValues.of(context.run())
                .only(NamedSql.parse(sql).names(), "SQL", context.job())
                .forEach(query::bind);
        return query;
    }

    private record Answer(boolean holds, String said) {}
}
