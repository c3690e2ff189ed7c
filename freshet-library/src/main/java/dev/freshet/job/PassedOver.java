// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs whose definition this node cannot read: a node of another version wrote it. Their runs are left to nodes that can,
 * until the definitions change.
 */
final class PassedOver {

    private static final Logger LOG = LoggerFactory.getLogger(PassedOver.class);

    private final Set<String> jobs = ConcurrentHashMap.newKeySet();

    Set<String> jobs() {
        return jobs.isEmpty() ? Set.of() : Set.copyOf(jobs);
    }

    void add(String job, RuntimeException why) {
        if (jobs.add(job)) {
            LOG.error(
                    "The definition of job {} cannot be read by this version of Freshet; its runs wait for a node that"
                            + " can: {}",
                    job,
                    why.getMessage());
        }
    }

    /** The definitions may be others now. */
    void forget() {
        jobs.clear();
    }

    /** Nothing of a claim is kept: what this node cannot carry out has come to it. */
    static final class CannotRead extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotRead() {
            super("a job's definition cannot be read", null, false, false);
        }
    }
}
