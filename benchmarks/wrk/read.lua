-- Reads one of 1,000 small objects.
function init(args)
  count = 0
end

function request()
  count = count + 7
  return wrk.format("GET", "/bench/small/" .. (count % 1000))
end
