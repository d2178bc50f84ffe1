#!/bin/sh
# A proxied call takes two connections. Of the image's 1024 a burst or some hundred slow clients would leave none, and nginx
# answers 500 then, which amoCRM counts as a failure.
set -eu
sed -i -E 's/worker_connections +[0-9]+;/worker_connections 4096;/' /etc/nginx/nginx.conf
grep -q 'worker_connections 4096;' /etc/nginx/nginx.conf
