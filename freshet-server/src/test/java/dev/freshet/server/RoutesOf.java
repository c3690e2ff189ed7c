// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Every route that some controller answers, asked of Spring itself: one that is new cannot be forgotten. */
final class RoutesOf {

    private RoutesOf() {}

    static List<Route> all(ApplicationContext web) {
        Set<String> found = new TreeSet<>();
        web.getBeansOfType(RequestMappingInfoHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> add(info, found)));
        List<Route> routes = new ArrayList<>();
        for (String route : found) {
            routes.add(new Route(route.substring(0, route.indexOf(' ')), route.substring(route.indexOf(' ') + 1)));
        }
        return routes;
    }

    private static void add(RequestMappingInfo info, Set<String> found) {
        List<String> methods =
                info.getMethodsCondition().getMethods().stream().map(Enum::name).toList();
        for (String pattern : info.getPatternValues()) {
            String path = pattern.replace("/**", "/x").replaceAll("\\{[^}]*}", "999999");
            for (String method : methods.isEmpty() ? List.of("GET", "POST") : methods) {
                found.add(method + " " + (path.isEmpty() ? "/" : path));
            }
        }
    }

    record Route(String method, String path) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
