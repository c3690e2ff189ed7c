// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The web side of the service; what it works on is handed in by {@link FreshetServer}. */
@SpringBootApplication(proxyBeanMethods = false)
class ServerApplication {}
