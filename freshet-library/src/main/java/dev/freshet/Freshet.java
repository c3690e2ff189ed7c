// SPDX-License-Identifier: Apache-2.0
package dev.freshet;

import dev.freshet.alert.Alerts;
import dev.freshet.alert.MissingChannelMail;
import dev.freshet.audit.Actor;
import dev.freshet.audit.AuditStore;
import dev.freshet.backfill.Backfills;
import dev.freshet.change.ChangeStore;
import dev.freshet.change.ChangeTriggers;
import dev.freshet.cluster.Agent;
import dev.freshet.cluster.DatabaseClock;
import dev.freshet.cluster.NodeLease;
import dev.freshet.cluster.NodeStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.Applied;
import dev.freshet.definition.DefinitionApplier;
import dev.freshet.definition.DefinitionSources;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.DefinitionsInForce;
import dev.freshet.definition.Plan;
import dev.freshet.enqueue.TargetDatabases;
import dev.freshet.enqueue.TargetState;
import dev.freshet.event.NodeObserver;
import dev.freshet.event.NodeObservers;
import dev.freshet.evidence.RunJudge;
import dev.freshet.freshness.FreshnessJudge;
import dev.freshet.freshness.PromiseStore;
import dev.freshet.http.HttpItemCall;
import dev.freshet.http.HttpJobHandler;
import dev.freshet.http.WebhookCaller;
import dev.freshet.item.ItemActStore;
import dev.freshet.item.ItemControl;
import dev.freshet.item.ItemsEngine;
import dev.freshet.item.ItemsHandler;
import dev.freshet.job.ApprovalControl;
import dev.freshet.job.Housekeeper;
import dev.freshet.job.JavaHandlers;
import dev.freshet.job.JobHandler;
import dev.freshet.job.JobStore;
import dev.freshet.job.LogStore;
import dev.freshet.job.RunControl;
import dev.freshet.job.RunEngine;
import dev.freshet.job.RunQueries;
import dev.freshet.job.RunStore;
import dev.freshet.lag.RefreshPlanner;
import dev.freshet.lineage.Lineage;
import dev.freshet.mail.MailSettings;
import dev.freshet.mark.MarkKeeper;
import dev.freshet.mark.MarkTriggers;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import dev.freshet.report.MissingMail;
import dev.freshet.report.ReportHandler;
import dev.freshet.schedule.ScheduledJobs;
import dev.freshet.schedule.TickControl;
import dev.freshet.schedule.TickEvaluator;
import dev.freshet.schedule.TickFirer;
import dev.freshet.schedule.TickOrderStore;
import dev.freshet.schedule.TickStore;
import dev.freshet.schema.SchemaMigrator;
import dev.freshet.schema.SchemaStore;
import dev.freshet.view.MissingViews;
import dev.freshet.view.RefreshHandler;
import dev.freshet.view.ViewCatalog;
import dev.freshet.view.ViewControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One node of Freshet in this process. The constructor is the architecture diagram.
 *
 * <p>{@link #start} migrates the schema, joins the cluster and begins to work; {@link #close} leaves it. Thread-safe.
 */
public final class Freshet implements AutoCloseable {

    private final Database database;
    private final JobStore jobs = new JobStore();
    private final RunStore runStore = new RunStore();
    private final RunQueries runs = new RunQueries();
    private final TickStore ticks = new TickStore();
    private final TickOrderStore tickOrders = new TickOrderStore();
    private final AuditStore audit = new AuditStore();
    private final NodeStore nodes = new NodeStore();
    private final LogStore logs = new LogStore();
    private final ItemActStore itemActs = new ItemActStore();
    private final ChangeStore changes = new ChangeStore();
    private final ChangeTriggers changeTriggers;
    private final MarkTriggers markTriggers;
    private final MarkKeeper markKeeper;
    private final ApprovalControl approvals;
    private final DefinitionApplier definitions;
    private final DefinitionsInForce inForce;
    private final DatabaseClock clock;
    private final Wakeups wakeups;
    private final NodeLease lease;
    private final RunEngine engine;
    private final RunControl control;
    private final ItemControl itemControl;
    private final TickControl tickControl;
    private final Backfills backfills;
    private final ViewControl viewControl;
    private final Lineage lineage;
    private final TickEvaluator evaluator;
    private final Housekeeper housekeeper;
    private final FreshnessJudge judge;
    private final RefreshPlanner planner;
    private final TargetDatabases targets;
    private final HttpJobHandler http;
    private final HttpItemCall itemCalls;
    private final Alerts alerts;
    private final @Nullable MailSettings mail;
    private final int slots;
    private volatile int schemaVersion;

    Freshet(FreshetBuilder builder) {
        database = builder.database;
        clock = new DatabaseClock(builder.clock);
        slots = builder.slots;
        mail = builder.mail;
        wakeups = new Wakeups(database);
        lease = new NodeLease(database, nodes, clock, builder.nodeName, version());
        NodeObserver observer = new NodeObservers(builder.observers);
        control = new RunControl(database, jobs, runStore, runs, audit, itemActs, observer);
        itemControl = new ItemControl(database, control, jobs, audit, itemActs);
        approvals = new ApprovalControl(database, jobs, runStore, runs, audit, itemActs, observer);
        changeTriggers = new ChangeTriggers(database);
        markTriggers = new MarkTriggers(database);
        tickControl = new TickControl(database, jobs, ticks, tickOrders, audit);
        backfills = new Backfills(database, clock, lease, wakeups, jobs, runStore, control, audit);

        definitions = new DefinitionApplier(
                database, List.of(new ScheduledJobs(jobs, ticks, tickOrders), new PromiseStore()));
        inForce = new DefinitionsInForce(definitions, wakeups);
        viewControl = new ViewControl(database, control, this::views, inForce::all);

        lineage = new Lineage(database, inForce::all);
        markKeeper = new MarkKeeper(database, markTriggers, inForce::all);
        RefreshHandler refresher = new RefreshHandler(database, inForce::findView, observer);
        String agent = "freshet/" + version();
        http = new HttpJobHandler(builder.secrets, agent, clock);
        TickFirer firer = new TickFirer(ticks, jobs, runStore, runs, tickOrders, observer);
        ItemsEngine items = new ItemsEngine(database);
        itemCalls = new HttpItemCall(database, builder.secrets, agent, clock);
        Map<String, JobHandler> handlers = Map.of(
                "refresh", refresher,
                "java", new JavaHandlers(builder.handlers),
                "items", new ItemsHandler(items, builder.itemHandlers, itemCalls),
                "http", http,
                "report", new ReportHandler(items, mail, clock));
        engine = new RunEngine(
                database,
                clock,
                lease,
                wakeups,
                jobs,
                handlers,
                List.of(firer),
                List.of(refresher),
                new RunJudge(database),
                observer,
                builder.slots,
                builder.drain);
        evaluator = new TickEvaluator(database, clock, lease, wakeups, jobs, ticks, firer, tickOrders);
        planner = new RefreshPlanner(database, clock, lease, wakeups, jobs, runStore, inForce::all);
        targets = new TargetDatabases(inForce::all, control, builder.secrets::fill, wakeups);
        housekeeper = new Housekeeper(database, itemActs, () -> inForce.all().retention());
        alerts = new Alerts(
                database,
                clock,
                wakeups,
                inForce::all,
                new WebhookCaller(builder.secrets, agent),
                mail,
                builder.publicUrl,
                audit);
        judge = new FreshnessJudge(
                database, clock, lease, wakeups, () -> inForce.all().retention());
    }

    public static FreshetBuilder builder(Database database) {
        return new FreshetBuilder(database);
    }

    /** The version of this build. */
    public static String version() {
        return BuildVersion.current();
    }

    /** Migrates the schema, joins the cluster and begins to work. */
    public void start() {
        SchemaMigrator.migrate(database);
        schemaVersion = database.call(SchemaStore::version);
        housekeeper.keep();
        lease.start();
        wakeups.start();
        engine.start();
        evaluator.start();
        backfills.start();
        housekeeper.start();
        markKeeper.start();
        judge.start();
        planner.start();
        targets.start();
        alerts.start();
    }

    /** Stops working within a few seconds and leaves the cluster. */
    @Override
    public void close() {
        alerts.close();
        targets.close();
        planner.close();
        judge.close();
        evaluator.close();
        backfills.close();
        housekeeper.close();
        markKeeper.close();
        engine.close();
        http.close();
        itemCalls.close();
        wakeups.close();
        lease.close();
    }

    public Database database() {
        return database;
    }

    public RunControl control() {
        return control;
    }

    /** What people do to the items of runs. */
    public ItemControl items() {
        return itemControl;
    }

    public JobStore jobs() {
        return jobs;
    }

    public RunQueries runs() {
        return runs;
    }

    /** To answer runs that stopped to ask. */
    public ApprovalControl approvals() {
        return approvals;
    }

    /** Which rows runs changed. */
    public ChangeStore changes() {
        return changes;
    }

    public LogStore logs() {
        return logs;
    }

    public TickStore ticks() {
        return ticks;
    }

    /** What people ordered for single ticks. */
    public TickOrderStore tickOrders() {
        return tickOrders;
    }

    /** To skip, move and restore single ticks. */
    public TickControl tickControl() {
        return tickControl;
    }

    /** Jobs run again for a stretch of the past. */
    public Backfills backfills() {
        return backfills;
    }

    public AuditStore audit() {
        return audit;
    }

    public NodeStore nodes() {
        return nodes;
    }

    /** The database's clock, which decides what is due, fresh or lost. */
    public DatabaseClock clock() {
        return clock;
    }

    /** What applying these definitions would change, with a warning for each view that does not exist yet. */
    public Plan plan(Definitions wanted) {
        Plan plan = markTriggers.announce(wanted, changeTriggers.announce(wanted, definitions.plan(wanted)));
        return database.call(session -> warned(session, wanted, plan));
    }

    /**
     * Brings definitions in force, and records who did.
     *
     * @param sources the files they come from
     * @param expectedDeployment the deployment that must still be in force (0: none), or null for any
     */
    public Applied apply(
            Definitions wanted, DefinitionSources sources, Actor actor, @Nullable Long expectedDeployment) {
        changeTriggers.check(wanted);
        Applied applied = definitions.apply(wanted, sources, actor.name(), actor.origin(), expectedDeployment);
        Plan plan = markTriggers.bringAbout(wanted, changeTriggers.bringAbout(wanted, applied.plan()));
        markKeeper.keepNow(wanted);
        String deployment = Long.toString(applied.deployment().id());
        return database.transaction(session -> {
            if (applied.isNew()) {
                audit.record(session, actor, "apply", "deployment", deployment, null, Map.of());
            }
            return new Applied(applied.deployment(), warned(session, wanted, plan), applied.isNew());
        });
    }

    private Plan warned(Session session, Definitions wanted, Plan plan) {
        Plan told = planner.warn(session, wanted, MissingViews.warn(session, wanted, plan));
        return MissingChannelMail.warn(wanted, MissingMail.warn(wanted, told, mail), mail);
    }

    /** How this node sends mail, or null where it sends none. */
    public @Nullable MailSettings mail() {
        return mail;
    }

    /** The declared and existing views as they stand now. */
    public ViewCatalog views() {
        Definitions current = inForce.all();
        return database.call(session -> ViewCatalog.read(session, current));
    }

    /** To look at one view closely, to refresh it now, and to ask what another promise would cost. */
    public ViewControl viewControl() {
        return viewControl;
    }

    /** What reads what, and every way from one relation to another. */
    public Lineage lineage() {
        return lineage;
    }

    /** When views with a promise and no schedule are refreshed. */
    public RefreshPlanner planner() {
        return planner;
    }

    /** What somebody should know of, and how they are told. */
    public Alerts alerts() {
        return alerts;
    }

    /** How the declared databases beside the home are; asks them. */
    public List<TargetState> targets() {
        return targets.states();
    }

    /** What is in force, and the deployments that brought it. */
    public DefinitionApplier definitions() {
        return definitions;
    }

    /** To follow what happens as it happens. */
    public Wakeups wakeups() {
        return wakeups;
    }

    /** How this node is, without asking the database. */
    public NodeStatus status() {
        List<Agent.Vitals> agents = new ArrayList<>(engine.vitals());
        agents.addAll(List.of(lease.vitals(), wakeups.vitals(), evaluator.vitals(), backfills.vitals()));
        agents.addAll(List.of(housekeeper.vitals(), markKeeper.vitals(), judge.vitals(), planner.vitals()));
        agents.addAll(targets.vitals());
        agents.addAll(alerts.vitals());
        return new NodeStatus(
                lease.nodeId(),
                wakeups.isListening(),
                clock.skew(),
                engine.runningCount(),
                slots,
                housekeeper.lastSuccess(),
                agents);
    }

    /** The schema's version when this node had started: what it works with, or newer. */
    public int schemaVersion() {
        return schemaVersion;
    }

    /** How many runs this node carries out right now. */
    public int runningCount() {
        return engine.runningCount();
    }
}
