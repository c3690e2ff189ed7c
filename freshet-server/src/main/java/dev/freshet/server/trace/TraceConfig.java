// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.trace;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the filter before all others, where traces are wanted. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(name = TraceConfig.TRACES)
public class TraceConfig {

    /** The name of the bean that is there when traces are wanted. */
    public static final String TRACES = "traces";

    @Bean
    FilterRegistrationBean<?> requestTraceFilter(Traces traces) {
        FilterRegistrationBean<RequestTraceFilter> filter =
                new FilterRegistrationBean<>(new RequestTraceFilter(traces));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
