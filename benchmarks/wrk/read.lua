-- Reads (GET or HEAD) one of 1,000 small objects.
function init(args)
  method = args[1] or "GET"
  count = 0
end

function request()
  count = count + 7
  return wrk.format(method, "/bench/small/" .. (count % 1000))
end
